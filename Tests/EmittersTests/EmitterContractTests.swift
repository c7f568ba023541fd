import Delivery
import Emitters
import Household
import Testing

/// What every emitter promises.
@Suite struct `Every emitter` {
    @Test(arguments: EmitterUnderTest.allCases)
    func `says that a nudge was handed over`(_ kind: EmitterUnderTest) async throws {
        let made = try kind.working()
        let attempt = await made.emitter.deliver(try nudge())
        #expect(attempt.result == .delivered)
        #expect(!attempt.detail.isEmpty)
        withExtendedLifetime(made.held) {}
    }

    @Test(arguments: EmitterUnderTest.allCases)
    func `asks for another try where one may help`(_ kind: EmitterUnderTest) async throws {
        let made = try kind.broken()
        let attempt = await made.emitter.deliver(try nudge())
        #expect(attempt.result == .failed(retryAfter: nil))
        withExtendedLifetime(made.held) {}
    }

    @Test(arguments: EmitterUnderTest.allCases)
    func `tells nothing of the nudge or the address in its detail`(
        _ kind: EmitterUnderTest
    ) async throws {
        for made in [try kind.working(), try kind.broken()] {
            let attempt = await made.emitter.deliver(try nudge())
            for word in ["Check-in", "Ten minutes", "good today", "quiet-word", "127.0.0.1"] {
                #expect(!attempt.detail.contains(word))
            }
            #expect(!attempt.detail.contains("\n"))
            withExtendedLifetime(made.held) {}
        }
    }

    @Test(arguments: EmitterUnderTest.allCases)
    func `answers each of many that come at once`(_ kind: EmitterUnderTest) async throws {
        let made = try kind.working()
        let nudges = try (0..<20).map { try nudge(stage: .nag($0)) }
        let results = await withTaskGroup(of: DeliveryAttempt.Result.self) { group in
            for nudge in nudges {
                let emitter = made.emitter
                group.addTask { await emitter.deliver(nudge).result }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == Array(repeating: .delivered, count: 20))
        withExtendedLifetime(made.held) {}
    }

    @Test(arguments: EmitterUnderTest.allCases)
    func `takes back what it never showed without harm`(_ kind: EmitterUnderTest) async throws {
        let made = try kind.working()
        await made.emitter.withdraw([try nudge()])
        #expect(await made.emitter.deliver(try nudge()).result == .delivered)
        withExtendedLifetime(made.held) {}
    }
}
