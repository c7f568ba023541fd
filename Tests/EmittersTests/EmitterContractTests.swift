import Delivery
import Emitters
import Household
import Testing

/// What every emitter promises: of each type of a channel, and of each format and preset.
@Suite struct `Every emitter` {
    @Test(arguments: EmitterUnderTest.all)
    func `says that a nudge was handed over`(_ kind: EmitterUnderTest) async throws {
        let made = try await kind.working()
        let attempt = await made.emitter.deliver(try nudge())
        #expect(attempt.result == .delivered)
        #expect(!attempt.detail.isEmpty)
        withExtendedLifetime(made.held) {}
    }

    @Test(arguments: EmitterUnderTest.all)
    func `asks for another try where one may help`(_ kind: EmitterUnderTest) async throws {
        let made = try await kind.broken()
        let attempt = await made.emitter.deliver(try nudge())
        #expect(attempt.result == .failed(retryAfter: nil))
        withExtendedLifetime(made.held) {}
    }

    @Test(arguments: EmitterUnderTest.all)
    func `tells nothing of the nudge or the address in its detail`(
        _ kind: EmitterUnderTest
    ) async throws {
        for made in [try await kind.working(), try await kind.broken()] {
            let attempt = await made.emitter.deliver(try nudge())
            for word in ["Check-in", "Ten minutes", "good today", "quiet-word", "127.0.0.1"] {
                #expect(!attempt.detail.contains(word))
            }
            #expect(!attempt.detail.contains("\n"))
            withExtendedLifetime(made.held) {}
        }
    }

    @Test(arguments: EmitterUnderTest.all)
    func `answers each of many that come at once`(_ kind: EmitterUnderTest) async throws {
        let made = try await kind.working()
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

    @Test(arguments: EmitterUnderTest.all)
    func `takes back what it never showed without harm`(_ kind: EmitterUnderTest) async throws {
        let made = try await kind.working()
        await made.emitter.withdraw([ShownMessage(try nudge())])
        #expect(await made.emitter.deliver(try nudge()).result == .delivered)
        withExtendedLifetime(made.held) {}
    }
}
