import CivilTime
import Emitters
import Testing

@Suite struct `Another try` {
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    private let schedule = RetrySchedule()

    @Test(arguments: [(1, 5), (2, 300), (3, 1_800), (4, 7_200), (5, 18_000)])
    func `is made at any time of its wait`(_ attempts: Int, _ longest: Int64) {
        var generator = Seeded(state: 7)
        let drawn = (0..<2_000).compactMap { _ in
            schedule.next(
                afterAttempts: attempts,
                at: now,
                expires: .distantFuture,
                using: &generator
            )
        }
        .map { ($0 - now).components.seconds }
        #expect(drawn.count == 2_000)
        #expect(drawn.allSatisfy { (1...longest).contains($0) })
        let mean = drawn.reduce(0, +) / 2_000
        #expect((longest * 4 / 10...longest * 6 / 10 + 1).contains(mean))
    }

    @Test(arguments: [0, 6, 99])
    func `is not made after the last`(_ attempts: Int) {
        var generator = Seeded(state: 1)
        let next = schedule.next(
            afterAttempts: attempts,
            at: now,
            expires: .distantFuture,
            using: &generator
        )
        #expect(next == nil)
    }

    @Test func `is not made with words that are stale, but before they are`() throws {
        var generator = Seeded(state: 2)
        for _ in 0..<500 {
            let expires = now + .seconds(60)
            let next = schedule.next(
                afterAttempts: 2,
                at: now,
                expires: expires,
                using: &generator
            )
            #expect(try #require(next) <= expires)
        }
        #expect(
            schedule.next(afterAttempts: 1, at: now, expires: now, using: &generator) == nil
        )
    }

    @Test func `is not made before the other side is ready, within a day`() {
        var generator = Seeded(state: 3)
        let asked = schedule.next(
            afterAttempts: 1,
            at: now,
            retryAfter: .seconds(900),
            expires: .distantFuture,
            using: &generator
        )
        #expect(asked == now + .seconds(900))
        let patient = schedule.next(
            afterAttempts: 1,
            at: now,
            retryAfter: .seconds(90_000_000),
            expires: .distantFuture,
            using: &generator
        )
        #expect(patient == now + .seconds(86_400))
    }

    struct Case: Sendable {
        var text: String
        var seconds: Int64?
    }

    @Test(arguments: [
        Case(text: "120", seconds: 120),
        Case(text: "0", seconds: 0),
        Case(text: "999999999", seconds: 86_400),
        Case(text: "Sat, 10 Jan 2026 03:35:01 GMT", seconds: 300),
        Case(text: "Sat, 10 Jan 2026 03:00:00 GMT", seconds: 0),
        Case(text: "Sat, 10 Jan 2099 03:00:00 GMT", seconds: 86_400),
        Case(text: "-5", seconds: nil),
        Case(text: "+5", seconds: nil),
        Case(text: "1.5", seconds: nil),
        Case(text: "soon", seconds: nil),
        Case(text: "Sat, 41 Feb 2026 03:00:00 GMT", seconds: nil),
        Case(text: "Saturday, 10-Jan-26 03:35:01 GMT", seconds: 300),
        Case(text: "Sat Jan 10 03:35:01 2026", seconds: 300),
        Case(text: "99999999999999999999", seconds: 86_400),
        Case(text: "12 monkeys", seconds: nil),
        Case(text: "٣", seconds: nil),
        Case(text: "", seconds: nil),
    ])
    func `is asked for in seconds or by a date`(_ value: Case) {
        #expect(RetryAfter.read(value.text, at: now) == value.seconds.map { .seconds($0) })
    }
}
