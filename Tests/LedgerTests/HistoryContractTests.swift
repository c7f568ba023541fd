import CivilTime
import Delivery
import Household
import Ledger
import Planning
import TestKit
import Testing

/// What every ledger promises about holds, words taken back, and history.
@Suite struct `The history of a ledger` {
    let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a word that is taken back is gone`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let said = [
            try outcome(by: "alex"), try outcome(by: "sam"), try outcome(by: "alex"),
        ]
        try ledger.record(step([], outcomes: said))
        var undo = try step(through: "2026-01-09T20:00:00Z")
        undo.undone = [said[2]]
        undo.undone[0].undone = undo.through
        try ledger.record(undo)
        let key = try occurrence(dateNight)
        let kept = try ledger.outcomes(of: key)
        #expect(kept == Array(said.prefix(2)))
        #expect(try ledger.memory(at: undo.through).outcomes == kept)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `another note on a word that stands is written into its row`(_ kind: LedgerUnderTest)
        throws
    {
        let ledger = try kind.make(in: directory.path)
        let said = [
            try outcome(by: "alex", note: "rain"), try outcome(by: "sam", note: "rain"),
            try outcome(dateNight, .skipped, by: "alex", note: "rain"),
        ]
        try ledger.record(step([], outcomes: said))
        var noted = try step(through: "2026-01-09T20:00:00Z")
        noted.noted = [said[0]]
        noted.noted[0].note = "sun"
        try ledger.record(noted)
        let kept = try ledger.outcomes(of: occurrence(dateNight))
        #expect(kept.map(\.note) == ["sun", "rain", "rain"])
        #expect(kept.map(\.said) == said.map(\.said))
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a later that is taken back keeps its number, and nothing of its own`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let until = try instant("2026-01-09T19:20:00Z")
        let words = try [
            Outcome.Kind.snoozed(until: until), .moved(to: .init(parsing: "2026-01-10T18:00")),
        ]
        .map { try outcome(dateNight, $0, by: "sam", note: "too tired to talk") }
        try ledger.record(step([], outcomes: words))
        var undo = try step(through: "2026-01-09T20:00:00Z")
        undo.undone = words.map { word in
            var word = word
            word.undone = undo.through
            return word
        }
        try ledger.record(undo)
        let key = try occurrence(dateNight)
        #expect(try ledger.outcomes(of: key).isEmpty)
        #expect(try ledger.occurrences(of: "date-night", on: .init(parsing: "2026-01-09")).isEmpty)
        let history = try ledger.history(
            from: .init(parsing: "2026-01-01T00:00"),
            until: .init(parsing: "2026-02-01T00:00"),
            ritual: nil
        )
        #expect(history.isEmpty)
        let bare = try ledger.memory(at: undo.through).outcomes
        #expect(bare.map(\.kind.name) == ["snoozed", "moved"])
        #expect(
            bare.map(\.said) == words.map(\.said)
                && bare.map(\.undone) == words.map { _ in undo.through }
        )
        #expect(
            bare.allSatisfy {
                $0.note == nil && $0.partner == nil && $0.kind != words[0].kind
                    && $0.kind != words[1].kind
            }
        )
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `only a silent verdict can be taken back`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let told = try decision()
        let moot = try decision(dateNight, .followUp, due: "2026-01-10T09:00:00Z", .cancelled)
        try ledger.record(step([told, moot]))
        try ledger.record(step(annulled: [told.key, moot.key]))
        #expect(try ledger.decisions(about: told.key.occurrence) == [told])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `holds are kept, ended by a release of the same scope, and remembered`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let from = try instant(evening)
        let week = from + .seconds(7 * 86_400)
        let one = Hold(ritual: "date-night", from: from, until: week, reason: "exams")
        let all = Hold(from: from, until: week, partner: "alex")
        var first = try step()
        first.holds = [one, all]
        try ledger.record(first)
        #expect(try ledger.memory(at: from).holds == [one, all])

        var second = try step(through: "2026-01-10T00:00:00Z")
        second.releases = [Release(ritual: nil, at: second.through)]
        try ledger.record(second)
        var ended = all
        ended.released = second.through
        #expect(try ledger.memory(at: second.through).holds == [one, ended])
        #expect(try ledger.holds(from: second.through, until: .distantFuture) == [one])
        #expect(try ledger.holds(from: .distantPast, until: from) == [])
        #expect(try ledger.holds(from: from, until: week) == [one, ended])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a nudge that tells several is withdrawn when all of them are answered`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let lead = try decision()
        var other = try decision("walk@2026-01-09T19:00", .start, .coalesced)
        other.nudgeID = lead.nudge?.id
        try ledger.record(step([lead, other]))
        let walk = Withdrawal(occurrence: other.key.occurrence)
        let date = Withdrawal(occurrence: lead.key.occurrence, partner: "alex")

        try ledger.record(step(withdrawals: [date]))
        #expect(try ledger.deliveries(in: [.pending], limit: 9).count == 2)
        try ledger.record(step(withdrawals: [walk]))
        #expect(try ledger.deliveries(in: [.withdrawn], limit: 9).count == 2)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a ritual that goes takes no other's word with it`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let lead = try decision()
        var other = try decision("walk@2026-01-09T19:00", .start, .coalesced)
        other.nudgeID = lead.nudge?.id
        try ledger.record(step([lead, other]))
        try ledger.record(step(withdrawnRituals: ["date-night"]))
        #expect(try ledger.deliveries(in: [.pending], limit: 9).count == 2)
        try ledger.record(step(withdrawnRituals: ["walk"]))
        #expect(try ledger.deliveries(in: [.withdrawn], limit: 9).count == 2)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `lapses are kept, and end where a clock is turned back`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let from = try instant(evening)
        let year = from + .seconds(365 * 86_400)
        let early = ExpiredSpan(ritual: "walk", after: from, through: year, decided: year)
        let late = ExpiredSpan(ritual: "date", after: year, through: .distantFuture, decided: year)
        var away = PlannerStep(through: .distantFuture)
        away.expiredSpans = [early, late]
        try ledger.record(away)
        #expect(try ledger.lapses(of: nil) == [early, late])
        #expect(try ledger.lapses(of: "walk") == [early])

        var back = PlannerStep(through: from + .seconds(60))
        back.turnsBack = true
        try ledger.record(back)
        var cut = early
        cut.through = back.through
        #expect(try ledger.lapses(of: nil) == [cut])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `the history of a span has the occurrences that were to start in it`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let told = try decision()
        let walk = try decision("walk@2026-01-10T10:00", due: "2026-01-10T10:00:00Z")
        let digest = try decision("catch-up@2026-01-09T21:00", .digest, .late)
        let said = try outcome("walk@2026-01-11T10:00", .skipped)
        try ledger.record(
            step(through: "2026-01-10T10:00:00Z", [told, walk, digest], outcomes: [said])
        )
        let day = try CivilDateTime(parsing: "2026-01-09T00:00")
        let week = day.adding(Span(days: 7))
        #expect(
            try ledger.history(from: day, until: week, ritual: nil) == [
                OccurrenceRecord(key: told.key.occurrence, decisions: [told]),
                OccurrenceRecord(key: walk.key.occurrence, decisions: [walk]),
                OccurrenceRecord(key: said.occurrence, outcomes: [said]),
            ]
        )
        #expect(
            try ledger.history(from: day, until: week, ritual: "walk").map(\.key.description)
                == ["walk@2026-01-10T10:00", "walk@2026-01-11T10:00"]
        )
        let start = told.key.occurrence.start
        #expect(try ledger.history(from: start, until: start, ritual: nil) == [])
        #expect(try ledger.history(from: day, until: start, ritual: nil) == [])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `the last word that closed a ritual is remembered, however long ago`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let old = try outcome("haircut@2020-01-01T10:00", said: "2020-01-03T10:00:00Z")
        let older = try outcome("haircut@2019-01-01T10:00", said: "2019-01-03T10:00:00Z")
        try ledger.record(step([], outcomes: [older, old, try outcome()]))
        #expect(try ledger.memory(at: instant(evening)).outcomes == [old, try outcome()])
    }
}
