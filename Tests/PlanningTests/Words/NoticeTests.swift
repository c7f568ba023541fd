import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

/// What one partner's word changes is told to the other.
@Suite struct NoticeTests {
    private let key = "date@2026-01-09T19:00"

    private func keeper(quiet: String? = nil, _ change: (inout Ritual) throws -> Void = { _ in })
        throws
        -> ModelKeeper
    {
        let date = try Ritual.of("date", .weekly(.friday, at: "19:00"), zone: .utc) { ritual in
            ritual.title = "Date night"
            ritual.duration = try .of("3h")
            ritual.ladder = try .of(["0m"], followUp: "12h")
            try change(&ritual)
        }
        let tea = try Ritual.of("tea", .daily("16:00"), zone: .utc) { $0.partners = ["alex"] }
        var keeper = try ModelKeeper(
            couple(.utc, quiet: quiet, [date, tea]),
            from: "2026-01-07T17:00:00Z"
        )
        try keeper.run(until: "2026-01-07T18:00:00Z")
        return keeper
    }

    /// What was told as a notice: when, to whom, and the words.
    private func notices(_ keeper: ModelKeeper) -> [String] {
        keeper.ledger.told.filter { $0.key.stage.kind == .notice }.map { decision in
            let words = decision.nudge.map { "\($0.title): \($0.body)" } ?? ""
            return "\(decision.notBefore ?? decision.decided) \(decision.key.partner) \(words)"
        }
    }

    private func hold(
        _ ritual: String? = nil,
        until: String = "2026-01-19T00:00:00Z",
        by partner: String?,
        in keeper: inout ModelKeeper
    ) throws {
        let hold = Hold(
            ritual: ritual,
            from: keeper.now,
            until: try instant(until),
            reason: "exams",
            partner: partner
        )
        keeper.perform(.hold(hold, at: keeper.now))
    }

    @Test func `a move is told to the other at once`() throws {
        var keeper = try keeper()
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: key, by: "sam")
        #expect(
            notices(keeper) == [
                "2026-01-07T18:00:00Z alex Date night: Sam moved Date night to Monday 19:00."
            ]
        )
        let decision = try #require(keeper.decision("notice:1", of: key))
        #expect(decision.verdict == .fired)
        #expect(decision.nudge?.actions == [])
        #expect(decision.nudge?.sensitivity == .public)
        #expect(decision.nudge?.expires == (try instant("2026-01-12T19:00:00Z")))
        let nudge = try #require(decision.nudge)
        #expect(keeper.isOpen(nudge, at: keeper.now))
    }

    @Test func `so is a skip`() throws {
        var keeper = try keeper()
        try keeper.say(.skipped, of: key, by: "alex")
        #expect(
            notices(keeper) == [
                "2026-01-07T18:00:00Z sam Date night: Alex skipped Date night on Friday."
            ]
        )
    }

    @Test func `what is for both, done, put off or over tells nobody`() throws {
        var keeper = try keeper()
        try keeper.say(.snoozed(until: instant("2026-01-09T20:00:00Z")), of: key, by: "sam")
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: key)
        try keeper.say(.done, of: "date@2026-01-16T19:00", by: "sam")
        try keeper.say(.skipped, of: "tea@2026-01-08T16:00", by: "alex")
        try keeper.run(until: "2026-01-13T10:00:00Z")
        try keeper.say(.skipped, of: key, by: "sam")
        #expect(notices(keeper) == [])
    }

    @Test func `the same word twice tells once, and another one again`() throws {
        var keeper = try keeper()
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: key, by: "sam")
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: key, by: "sam")
        keeper.restart()
        try keeper.say(.moved(to: local("2026-01-13T19:00")), of: key, by: "sam")
        try keeper.say(.skipped, of: key, by: "sam")
        try keeper.say(.skipped, of: key, by: "sam")
        #expect(
            keeper.ledger.told.filter { $0.key.stage.kind == .notice }.map(\.key.stage.description)
                == ["notice:1", "notice:2", "notice:3"]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `after quiet hours it is said as of the morning`() throws {
        var keeper = try keeper(quiet: "17:30-07:00")
        try keeper.say(.moved(to: local("2026-01-08T20:00")), of: key, by: "alex")
        #expect(
            notices(keeper) == [
                "2026-01-08T07:00:00Z sam Date night: Alex moved Date night to today 20:00."
            ]
        )
    }

    @Test func `what would be shown after both starts is not told`() throws {
        var keeper = try keeper(quiet: "17:30-07:00")
        try keeper.run(until: "2026-01-09T18:00:00Z")
        try keeper.say(.moved(to: local("2026-01-09T21:00")), of: key, by: "alex")
        #expect(notices(keeper) == [])
    }

    @Test func `taken back before it is shown, nothing is told`() throws {
        var keeper = try keeper(quiet: "17:30-07:00")
        try keeper.say(.moved(to: local("2026-01-12T19:00")), of: key, by: "alex")
        let step = try keeper.undo(key, by: "alex")
        #expect(step.withdrawals.map(\.occurrence.description) == [key])
        #expect(notices(keeper).count == 1)
        // Sam's word was heard by then, so Alex hears of both.
        try keeper.say(.skipped, of: key, by: "sam")
        try keeper.undo(key, by: "sam")
        #expect(
            notices(keeper).filter { $0.contains("alex") } == [
                "2026-01-07T18:00:00Z alex Date night: Sam skipped Date night on Friday.",
                "2026-01-07T18:00:00Z alex Date night: Sam took the skip back: Date night is on "
                    + "Friday at 19:00.",
            ]
        )
    }

    @Test func `a hold is told by the first that it silences`() throws {
        var keeper = try keeper()
        try hold("date", by: "sam", in: &keeper)
        #expect(
            notices(keeper) == [
                "2026-01-07T18:00:00Z alex Date night: Sam put Date night on hold until Monday "
                    + "19 January."
            ]
        )
        #expect(keeper.decision("notice:1", of: key) != nil)
        try hold("date", by: "sam", in: &keeper)
        try hold(by: nil, in: &keeper)
        #expect(notices(keeper).count == 1)
    }

    @Test func `a hold of everything says so, and its end too`() throws {
        var keeper = try keeper()
        try hold(until: "2026-01-19T18:30:00Z", by: "alex", in: &keeper)
        keeper.perform(.release(ritual: nil, by: "alex", at: keeper.now))
        keeper.restart()
        #expect(
            notices(keeper) == [
                "2026-01-07T18:00:00Z sam A change of plans: Alex put everything on hold until "
                    + "Monday 19 January 18:30.",
                "2026-01-07T18:00:00Z sam A change of plans: Alex took everything off hold.",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a hold that silences nothing of theirs, or ends before they wake, is not told`()
        throws
    {
        var keeper = try keeper(quiet: "17:30-07:00")
        try hold("tea", by: "alex", in: &keeper)
        try hold("date", until: "2026-01-08T00:00:00Z", by: "alex", in: &keeper)
        #expect(notices(keeper) == [])
        try hold("date", by: "alex", in: &keeper)
        let step = keeper.perform(.release(ritual: "date", by: "alex", at: keeper.now))
        #expect(
            step.withdrawals == [
                Withdrawal(occurrence: try #require(.init(parsing: key)), partner: "sam")
            ]
        )
        #expect(notices(keeper).count == 1)
    }
}
