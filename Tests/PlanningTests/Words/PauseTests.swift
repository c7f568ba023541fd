import CivilTime
import Household
import Settings
import TestKit
import Testing

@testable import Planning

/// A pause from its word to the question a day after the return; with the practice of the catalogue.
@Suite struct PauseTests {
    private static let key = "timeout@2026-01-09T23:00"

    private func ritual(_ change: (inout Ritual) -> Void = { _ in }) throws -> Ritual {
        var ritual = try #require(builtInCatalogue().practice(named: "timeout")).ritual
        ritual.deck = nil
        change(&ritual)
        return ritual
    }

    /// Alex is awake at all hours, Sam has a night; a pause was called on Friday at 23:00.
    private func keeper(
        by partner: String? = "alex",
        wait: Duration? = nil,
        _ change: (inout Ritual) -> Void = { _ in }
    ) throws -> ModelKeeper {
        var keeper = try quietKeeper(change)
        keeper.perform(.pause(ritual: "timeout", by: partner, wait: wait, at: keeper.now))
        return keeper
    }

    private func quietKeeper(_ change: (inout Ritual) -> Void = { _ in }) throws -> ModelKeeper {
        var keeper = try ModelKeeper(
            couple(.utc, quiet: "22:30-07:00", [ritual(change)]),
            from: "2026-01-09T12:00:00Z"
        )
        try keeper.run(until: "2026-01-09T23:00:00Z")
        return keeper
    }

    private static let pause = [
        "2026-01-09T23:00:00Z notice:1 of \(key) to alex",
        "2026-01-09T23:00:00Z notice:1 of \(key) to sam",
    ]
    private static let back = [
        "2026-01-11T07:00:00Z start of \(key) to alex",
        "2026-01-11T07:00:00Z start of \(key) to sam",
    ]
    private static let question = [
        "2026-01-12T07:30:00Z follow_up of \(key) to alex",
        "2026-01-12T07:30:00Z follow_up of \(key) to sam",
    ]

    @Test(arguments: [false, true])
    func `everyone is told at once, at night too; then the return, then one question`(
        restarts: Bool
    ) throws {
        var keeper = try keeper()
        for instant in ["2026-01-10T06:00:00Z", "2026-01-11T07:00:00Z", "2026-01-12T00:00:00Z"] {
            if restarts { keeper.restart() }
            try keeper.run(until: instant)
        }
        if restarts { keeper.restart() }
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(keeper.told == Self.pause + Self.back + Self.question)
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.ledger.outcomes.map(\.kind) == [.paused(until: "2026-01-11T07:00:00Z")])
    }

    @Test func `the words of the pause are the agreed one and when they come back`() throws {
        let nudges = { (keeper: ModelKeeper) in keeper.ledger.told.compactMap(\.nudge) }
        let plain = try keeper()
        #expect(nudges(plain).map(\.title) == ["A pause", "A pause"])
        #expect(
            nudges(plain).map(\.body) == [
                "A pause, as you agreed. Everything can wait; you come back to it on Sunday at 07:00.",
                "A pause, as you agreed. Everything can wait; you come back to it on Sunday at 07:00.",
            ]
        )
        #expect(nudges(plain).map(\.isUrgent) == [true, true])
        #expect(nudges(plain).map(\.actions) == [[], []])
        let terms = PauseTerms(word: "Lighthouse")
        let secret = try keeper { ritual in
            ritual.occasion = .signal(Trigger(signal: "timeout", pause: terms))
            ritual.sensitivity = .secret
            ritual.texts.pause = nil
        }
        #expect(nudges(secret).map(\.title) == ["Lighthouse", "Lighthouse"])
        #expect(nudges(secret).map(\.discreetTitle) == ["Lighthouse", "Lighthouse"])
        #expect(
            nudges(secret).first?.body
                == "Everything can wait. You come back to it on Sunday at 07:00."
        )
    }

    @Test func `the return asks for an answer, and the question a day later for none`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-20T00:00:00Z")
        let back = try #require(keeper.decision("start", of: Self.key)?.nudge)
        #expect(back.title == "Coming back from a pause")
        #expect(back.actions == NudgeAction.answers)
        #expect(back.body.contains("apology") && back.body.contains("two uninterrupted minutes"))
        let question = try #require(keeper.decision("follow_up", of: Self.key)?.nudge)
        #expect(question.title == "What was it really about?")
        #expect(question.actions == [])
    }

    @Test func `a household whose pause is not urgent is told when the night is over`() throws {
        let keeper = try keeper { $0.isUrgent = false }
        #expect(
            keeper.told == [
                "2026-01-09T23:00:00Z notice:1 of \(Self.key) to alex",
                "2026-01-10T07:00:00Z notice:1 of \(Self.key) to sam",
            ]
        )
    }

    // MARK: - A second one

    @Test func `while one is open, another changes nothing, whoever calls it and how`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-11T06:59:59Z")
        for event: PlannerEvent in [
            .pause(ritual: "timeout", by: "sam", wait: .seconds(36 * 3_600), at: keeper.now),
            .signal("timeout", at: keeper.now),
        ] {
            #expect(keeper.perform(event).isEmpty)
        }
        let open = try #require(keeper.planner.plan.openPause(of: "timeout", at: keeper.now))
        #expect(open.occurrence.start.instant == "2026-01-11T07:00:00Z")
        #expect(open.word.partner == "alex")
    }

    @Test func `one that is called while they come back is another one`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-11T07:10:00Z")
        keeper.perform(.pause(ritual: "timeout", by: "sam", wait: nil, at: keeper.now))
        try keeper.run(until: "2026-01-12T07:10:00Z")
        #expect(
            keeper.told.suffix(2) == [
                "2026-01-12T07:10:00Z start of timeout@2026-01-11T07:10 to alex",
                "2026-01-12T07:10:00Z start of timeout@2026-01-11T07:10 to sam",
            ]
        )
    }

    @Test func `the signal calls it as it was agreed`() throws {
        var keeper = try quietKeeper()
        keeper.perform(.signal("timeout", at: keeper.now))
        try keeper.run(until: "2026-01-20T00:00:00Z")
        #expect(keeper.told == Self.pause + Self.back + Self.question)
    }

    @Test func `at_most counts those that stand`() throws {
        var keeper = try keeper { ritual in
            ritual.occasion = .signal(
                Trigger(signal: "timeout", atMostPerDay: 1, pause: PauseTerms())
            )
        }
        try keeper.undo(Self.key)
        let again = PlannerEvent.pause(ritual: "timeout", by: nil, wait: nil, at: keeper.now)
        #expect(keeper.perform(again).outcomes.map(\.occurrence) == ["timeout@2026-01-09T23:00:01"])
        try keeper.say(.done, of: "timeout@2026-01-09T23:00:01")
        #expect(keeper.perform(again).outcomes == [])
    }

    // MARK: - What is said of it

    @Test(arguments: [false, true])
    func `taken back, nothing more comes of it, and the others hear so`(restarts: Bool) throws {
        var keeper = try keeper()
        if restarts { keeper.restart() }
        let step = try keeper.undo(Self.key, by: "alex")
        #expect(step.withdrawals.map(\.occurrence.description) == [Self.key])
        if restarts { keeper.restart() }
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(
            keeper.told == [Self.pause[0], Self.pause[1]] + [
                "2026-01-09T23:00:00Z notice:2 of \(Self.key) to sam"
            ]
        )
        #expect(
            keeper.verdicts(Self.key).filter { !$0.hasPrefix("notice") } == [
                "start alex: cancelled", "start sam: cancelled",
                "follow_up alex: cancelled", "follow_up sam: cancelled",
            ]
        )
        #expect(keeper.planner.plan.openPauses(at: keeper.now) == [])
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.planner.nextDue == nil)
    }

    @Test func `who has skipped it is not told that it was taken back`() throws {
        var keeper = try keeper()
        try keeper.say(.skipped, of: Self.key, by: "sam")
        let step = try keeper.undo(Self.key, by: "alex")
        #expect(step.undone.map(\.kind.name) == ["paused"])
        #expect(step.decisions.filter { $0.nudge != nil } == [])
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `taken back after the return, the question is not asked`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-11T12:00:00Z")
        try keeper.undo(Self.key)
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(!keeper.told.contains { $0.contains("follow_up") })
    }

    @Test func `done at the return leaves the question, and an undo of it leaves all as it was`()
        throws
    {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-11T07:25:00Z")
        try keeper.say(.done, of: Self.key)
        #expect(
            keeper.planner.plan.state(of: .init(stringLiteral: Self.key), at: keeper.now) == .done
        )
        try keeper.run(until: "2026-01-11T08:00:00Z")
        try keeper.undo(Self.key)
        try keeper.say(.done, of: Self.key, by: "sam")
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(keeper.told == Self.pause + Self.back + Self.question)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `done before the return means the open pause, and only the question is left`() throws
    {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-10T02:00:00Z")
        let plan = keeper.planner.plan
        let meant = try plan.occurrence(of: "timeout", named: nil, saying: .done, at: keeper.now)
        #expect(meant.description == Self.key)
        try keeper.say(.done, of: Self.key)
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(keeper.told == Self.pause + Self.question)
        #expect(keeper.decision("start", of: Self.key)?.verdict == .cancelled)
    }

    @Test func `a skip leaves nothing to come`() throws {
        var keeper = try keeper()
        try keeper.say(.skipped, of: Self.key)
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(keeper.told == Self.pause)
    }

    @Test func `it can be moved, and put off when it comes`() throws {
        var keeper = try keeper()
        try keeper.say(.moved(to: "2026-01-11T20:00"), of: Self.key)
        try keeper.run(until: "2026-01-11T20:05:00Z")
        try keeper.say(.later(until: "2026-01-11T20:30:00Z"), of: Self.key, by: "sam")
        try keeper.run(until: "2026-01-20T00:00:00Z")
        #expect(
            keeper.told == Self.pause + [
                "2026-01-11T20:00:00Z start of \(Self.key) to alex",
                "2026-01-11T20:00:00Z start of \(Self.key) to sam",
                "2026-01-11T20:30:00Z snooze:1 of \(Self.key) to sam",
                "2026-01-12T20:30:00Z follow_up of \(Self.key) to alex",
                "2026-01-12T20:30:00Z follow_up of \(Self.key) to sam",
            ]
        )
    }

    @Test func `unanswered, it is left alone after three days, and never counts as missed`() throws
    {
        var keeper = try keeper()
        let key: OccurrenceKey = .init(stringLiteral: Self.key)
        try keeper.run(until: "2026-01-14T07:29:00Z")
        #expect(keeper.planner.plan.state(of: key, at: keeper.now) == .open)
        try keeper.run(until: "2026-01-14T07:30:00Z")
        #expect(keeper.planner.plan.state(of: key, at: keeper.now) == .passed)
        #expect(!keeper.ledger.told.contains { $0.asks(in: keeper.planner.plan) })
    }

    @Test func `the question waits for the end of quiet hours`() throws {
        var keeper = try ModelKeeper(
            couple(.utc, quiet: "22:30-07:00", [ritual()]),
            from: "2026-01-09T12:00:00Z"
        )
        try keeper.run(until: "2026-01-09T22:15:00Z")
        keeper.perform(.pause(ritual: "timeout", by: nil, wait: nil, at: keeper.now))
        try keeper.run(until: "2026-01-20T00:00:00Z")
        #expect(
            keeper.told.suffix(4) == [
                "2026-01-10T22:15:00Z start of timeout@2026-01-09T22:15 to alex",
                "2026-01-10T22:15:00Z start of timeout@2026-01-09T22:15 to sam",
                "2026-01-11T22:45:00Z follow_up of timeout@2026-01-09T22:15 to alex",
                "2026-01-12T07:00:00Z follow_up of timeout@2026-01-09T22:15 to sam",
            ]
        )
    }

    // MARK: - What else happens meanwhile

    @Test func `a hold of everything keeps the return silent`() throws {
        var keeper = try keeper()
        try keeper.hold(until: "2026-02-01T00:00:00Z")
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(keeper.told == Self.pause)
        #expect(keeper.decision("start", of: Self.key)?.verdict == .held)
    }

    @Test(arguments: [false, true])
    func `without its ritual nothing is told of it, and with it again the return is`(
        isBack: Bool
    ) throws {
        var keeper = try keeper()
        let household = keeper.planner.household
        var without = household
        without.rituals = []
        keeper.reload(without)
        #expect(keeper.planner.nextDue == nil)
        try keeper.run(until: "2026-01-10T12:00:00Z")
        if isBack {
            keeper.reload(household)
        }
        try keeper.run(until: "2026-03-01T00:00:00Z")
        #expect(keeper.told == (isBack ? Self.pause + Self.back + Self.question : Self.pause))
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `new quiet hours do not move a return that was told`() throws {
        var keeper = try keeper()
        var changed = keeper.planner.household
        changed.partners[0].quietHours = try .of("06:00-09:00")
        keeper.reload(changed)
        try keeper.run(until: "2026-01-12T00:00:00Z")
        #expect(keeper.told == Self.pause + Self.back)
    }

    @Test func `a machine that was away tells the return late`() throws {
        var keeper = try keeper()
        try keeper.wake(at: "2026-01-11T19:00:00Z")
        #expect(keeper.decision("start", of: Self.key)?.verdict == .late)
        #expect(keeper.decision("start", of: Self.key, for: "sam")?.verdict == .late)
    }

    @Test func `it stands among what is coming, on its day and as what is open`() throws {
        var keeper = try keeper()
        let coming = { (keeper: ModelKeeper) in
            Agenda(keeper.planner.plan).upcoming(after: keeper.now).map {
                "\($0.key) \($0.start.instant)"
            }
        }
        #expect(coming(keeper) == ["\(Self.key) 2026-01-11T07:00:00Z"])
        let today = { (keeper: ModelKeeper, date: CivilDate) in
            keeper.planner.plan.occurrences(on: date, nearest: keeper.now, limit: 9).map(\.key)
        }
        #expect(today(keeper, "2026-01-09") == [])
        #expect(today(keeper, "2026-01-11").map(\.description) == [Self.key])
        try keeper.run(until: "2026-01-11T07:10:00Z")
        #expect(coming(keeper) == [])
        let open = Agenda(keeper.planner.plan).open(at: keeper.now)
        #expect(open.map(\.key.description) == [Self.key])
        try keeper.undo(Self.key)
        #expect(today(keeper, "2026-01-11") == [])
    }

    @Test func `the second pass of a fold is an instant of its own`() throws {
        let zone = try SettledZone.newYork.zone
        var ritual = try ritual()
        ritual.zone = zone
        var keeper = try ModelKeeper(
            couple(zone, quiet: "22:00-01:30", [ritual]),
            from: "2026-10-31T00:00:00Z"
        )
        try keeper.run(until: "2026-10-31T03:00:00Z")
        keeper.perform(
            .pause(ritual: "timeout", by: nil, wait: .seconds(27 * 3_600), at: keeper.now)
        )
        keeper.restart()
        try keeper.run(until: "2026-11-01T12:00:00Z")
        #expect(
            keeper.told.suffix(2) == [
                "2026-11-01T06:30:00Z start of timeout@2026-10-30T23:00 to alex",
                "2026-11-01T06:30:00Z start of timeout@2026-10-30T23:00 to sam",
            ]
        )
    }
}
