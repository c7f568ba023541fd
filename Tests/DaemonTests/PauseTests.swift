import CivilTime
import ControlAPI
import Delivery
import Household
import Ledger
import Planning
import TestKit
import Testing

@testable import Daemon

/// `timeout` in the daemon: what the handler makes of a request, and what the ledger keeps of it.
struct PauseTests {
    private static func household(_ change: (inout Ritual) -> Void = { _ in }) throws -> Household {
        var household = try House.couple()
        let zone = try SettledZone.newYork.zone
        household.partners.append(
            Partner(id: "sam", name: "Sam", zone: zone, quietHours: try .of("22:00-08:00"))
        )
        var pause = Ritual(
            id: "timeout",
            title: "Back again",
            occasion: .signal(
                Trigger(signal: "timeout", pause: PauseTerms(word: "lighthouse"))
            ),
            zone: .utc
        )
        pause.duration = Span(seconds: 1_800)
        pause.ladder = try .of(["0m"], followUp: "1d")
        pause.isUrgent = true
        change(&pause)
        household.rituals.append(pause)
        return household
    }

    private struct Desk {
        let house: House
        let ledger: SQLiteLedger
        var planner: Planner
        let now: Instant = "2026-01-09T04:00:00Z"

        init(_ household: Household) throws {
            house = try House()
            ledger = try house.openLedger()
            planner = Planner(household, memory: PlannerMemory(), now: now)
        }

        func handler(sitting: String? = nil) -> PauseHandler {
            PauseHandler(
                snapshot: Snapshot(planner: planner, now: now, ledger: ledger, degraded: nil),
                sitting: sitting
            )
        }

        mutating func call(
            _ request: TimeoutRequest = TimeoutRequest(),
            sitting: String? = nil
        ) throws -> PauseMessage {
            let mutation = try handler(sitting: sitting).timeout(request)
            let step = planner.handle(mutation.event)
            return try mutation.reply(PlannerActor.Performed(step: step, plan: planner.plan))
        }
    }

    @Test func `the answer has the return by the clock of each`() throws {
        var desk = try Desk(Self.household())
        let pause = try desk.call(sitting: "sam")
        #expect(pause.word == "lighthouse")
        #expect(pause.partner == "sam")
        #expect(!pause.unchanged)
        #expect(pause.instant == "2026-01-10T13:00:00Z")
        #expect(
            pause.back.map(\.start.description) == [
                "2026-01-10T13:00:00+00:00[UTC]", "2026-01-10T08:00:00-05:00[America/New_York]",
            ]
        )
        #expect(pause.back.map(\.quiet) == [false, false])
        #expect(pause.shifted)
    }

    @Test func `a second call says the same, and that nothing was changed`() throws {
        var desk = try Desk(Self.household())
        let first = try desk.call(TimeoutRequest(in: .of("36h"), partner: "alex"))
        #expect(first.instant == "2026-01-10T16:00:00Z")
        #expect(!first.shifted)
        var again = try desk.call(TimeoutRequest(partner: "sam"))
        #expect(again.unchanged)
        again.unchanged = false
        #expect(again == first)
    }

    @Test func `of two who call it at once the second is told so`() throws {
        var desk = try Desk(Self.household())
        let calls = try ["alex", "sam"].map { partner in
            try desk.handler().timeout(TimeoutRequest(partner: partner))
        }
        let replies = try calls.map { call in
            let step = desk.planner.handle(call.event)
            return try call.reply(PlannerActor.Performed(step: step, plan: desk.planner.plan))
        }
        #expect(replies.map(\.unchanged) == [false, true])
        #expect(replies.map(\.partner) == ["alex", "alex"])
    }

    @Test(arguments: ["3h", "60h", "1 month"])
    func `a length that no pause has is refused`(text: String) throws {
        let desk = try Desk(Self.household())
        let span = try Span(parsing: text)
        let problem = #expect(throws: Problem.self) {
            try desk.handler().timeout(TimeoutRequest(in: span))
        }
        #expect(problem?.detail == "'\(span)' is not between 24h and 48h")
        #expect(problem?.status == 400)
    }

    @Test(arguments: [0, 1, 2])
    func
        `without a pause, with it switched off or with a signal of another use, it says what helps`(
            variant: Int
        ) throws
    {
        var household = try Self.household { ritual in
            switch variant {
            case 1: ritual.isEnabled = false
            case 2: ritual.occasion = .signal(Trigger(signal: "timeout"))
            default: break
            }
        }
        if variant == 0 { household.rituals.removeLast() }
        let desk = try Desk(household)
        #expect(throws: Problem.noPause) { try desk.handler().timeout(TimeoutRequest()) }
    }

    @Test func `called as often as it may be, it is refused`() throws {
        var desk = try Desk(
            Self.household { ritual in
                ritual.occasion = .signal(
                    Trigger(signal: "timeout", atMostPerDay: 1, pause: PauseTerms())
                )
            }
        )
        let pause = try desk.call()
        _ = desk.planner.handle(
            .said(Outcome(occurrence: pause.occurrence, kind: .done, said: desk.now))
        )
        let problem = #expect(throws: Problem.self) { try desk.call() }
        #expect(problem?.kind == .conflict)
    }

    @Test func `a hold over the return is said`() throws {
        var desk = try Desk(Self.household())
        let hold = Hold(ritual: nil, from: desk.now, until: "2026-01-20T00:00:00Z")
        _ = desk.planner.handle(.hold(hold, at: desk.now))
        #expect(try desk.call().held == "2026-01-20T00:00:00Z")
    }

    @Test
    func `the ledger remembers it over a restart, and what was shown is withdrawn by an undo`()
        async throws
    {
        let house = try House()
        let ledger = BrokenLedger(try house.openLedger())
        let household = try Self.household()
        let channel = WatchedChannel()
        let (planning, outbox) = try house.parts(
            household,
            ledger: ledger,
            channels: ["one": channel]
        )
        try await planning.start()
        let now = house.clock.read()
        let performed = try await planning.perform(
            .pause(ritual: "timeout", by: "alex", wait: nil, at: now)
        )
        await outbox.settled()
        let key = try #require(performed.step.outcomes.first?.occurrence)
        let states = {
            try ledger.deliveries(in: Set(Delivery.State.allCases), limit: 9)
                .map { "\($0.nudge.stage) \($0.nudge.title) \($0.state.rawValue)" }.sorted()
        }
        let told = try states()
        #expect(!told.isEmpty && told.allSatisfy { $0 == "notice:1 lighthouse delivered" })
        let memory = try ledger.memory(at: now)
        #expect(memory.outcomes == performed.step.outcomes)
        let again = Planner(household, memory: memory, now: now)
        #expect(
            again.plan.openPause(of: "timeout", at: now)
                == performed.plan.openPause(of: "timeout", at: now)
        )
        try await planning.perform(.undo(key, by: "alex", at: now))
        await outbox.settled()
        #expect(try ledger.memory(at: now).outcomes == [])
        #expect(try states().contains("notice:2 lighthouse: taken back delivered"))
        #expect(try ledger.outcomes(of: key) == [])
        let snapshot = await planning.snapshot()
        let history = try await HistoryAnswer(snapshot: snapshot).history(HistoryQuery())
        #expect(history.occurrences == [])
        let days = try await DaysAnswer(snapshot).days(HistoryQuery())
        #expect(days.rituals.map(\.id) == ["noon"])
    }
}
