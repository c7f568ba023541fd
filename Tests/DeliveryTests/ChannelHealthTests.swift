import CivilTime
import Delivery
import Testing

@Suite struct `A channel's health` {
    private let start = Instant(secondsSinceEpoch: 1_768_015_801)
    private let failure = DeliveryAttempt(.failed(retryAfter: nil), detail: "HTTP 503")

    private func failed(_ times: Int, endpoint: String? = "there") -> ChannelHealth {
        var health = ChannelHealth(channel: "phone", endpoint: endpoint, updated: start)
        for _ in 0..<times {
            health.note(failure, at: start)
        }
        return health
    }

    @Test(
        arguments: [
            (4, nil), (5, 30), (6, 60), (7, 120), (8, 240), (9, 300), (10, 300), (1_000, 300),
        ] as [(Int, Int?)]
    )
    func `rests the longer the more failures came in a row`(_ failures: Int, _ rest: Int?) {
        let health = failed(failures)
        #expect(health.coolDownUntil == rest.map { start + .seconds($0) })
        #expect(health.failuresInARow == failures)
        #expect(health.lastFailure == start)
    }

    @Test func `is half open once the rest is over, and closed by a success`() {
        var health = failed(5)
        #expect(health.breaker(at: start) == .open)
        #expect(health.breaker(at: start + .seconds(29)) == .open)
        #expect(health.breaker(at: start + .seconds(30)) == .halfOpen)
        // A clock that is set back ends a rest that was reckoned from a time that never was.
        #expect(health.breaker(at: start - .seconds(1)) == .halfOpen)
        let later = start + .seconds(30)
        health.note(DeliveryAttempt(.delivered, detail: "HTTP 204"), at: later)
        #expect(health.breaker(at: later) == .closed)
        #expect(health.failuresInARow == 0)
        #expect(health.lastSuccess == later)
        #expect(health.lastFailure == start)
        #expect(health.detail == "HTTP 204")
    }

    @Test func `gives no rest to what is no endpoint, and does not switch it off`() {
        var health = failed(9, endpoint: nil)
        #expect(health.breaker(at: start) == .closed)
        health.note(DeliveryAttempt(.gone, detail: "gone"), at: start)
        #expect(health.disabled == nil)
    }

    @Test func `does not count against the other side what was refused here`() {
        var health = failed(4)
        health.note(DeliveryAttempt(.refused, detail: "no such program"), at: start)
        #expect(health.failuresInARow == 4)
        health.note(DeliveryAttempt(.rejected, detail: "HTTP 404"), at: start)
        #expect(health.breaker(at: start) == .open)
    }
}
