import CivilTime
import Delivery
import Household
import Ledger
import Planning
import TestKit
import Testing

/// What every ledger promises about decisions and outcomes.
@Suite struct `The decisions of a ledger` {
    let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a new ledger remembers nothing`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        #expect(try ledger.memory(at: instant(evening)) == PlannerMemory())
        #expect(try ledger.nextAttempt(after: instant(evening)) == nil)
        #expect(try ledger.summary().decisions == 0)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a decision is read as it was written`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let told = try decision()
        let silent = try decision(dateNight, .nag(2), due: "2026-01-11T09:00:00Z", .absorbed)
        try ledger.record(step(through: "2026-01-11T09:00:00Z", [told, silent]))

        let key = try occurrence(dateNight)
        #expect(try ledger.decisions(about: key) == [told, silent])
        #expect(try ledger.memory(at: .distantFuture).through == instant("2026-01-11T09:00:00Z"))
        #expect(try ledger.summary().decisions == 2)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a stage is decided once, and a step that tries again leaves no trace`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let first = try decision()
        try ledger.record(step([first]))

        let other = try decision("walk@2026-01-10T10:00", due: "2026-01-10T10:00:00Z")
        let again = try decision(due: evening, .late)
        let said = try outcome("walk@2026-01-10T10:00", .done)
        let bad = try step(through: "2026-01-10T10:00:00Z", [other, again], outcomes: [said])
        #expect(throws: LedgerError.decidedTwice(first.key)) { try ledger.record(bad) }

        #expect(try ledger.decisions(about: other.key.occurrence) == [])
        #expect(try ledger.deliveries(about: other.key.occurrence) == [])
        #expect(try ledger.outcomes(of: other.key.occurrence) == [])
        #expect(try ledger.decisions(about: first.key.occurrence) == [first])
        #expect(try ledger.memory(at: .distantFuture).through == instant(evening))
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `one that is told in another's words names them and has none of its own`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let digest = try decision("catch-up@2026-01-09T19:00", .digest, .late)
        var line = try decision(dateNight, .start, .coalesced)
        line.nudgeID = digest.nudgeID
        var other = try decision("walk@2026-01-09T10:00", .start, .coalesced)
        other.nudgeID = digest.nudgeID
        try ledger.record(step([line, other, digest]))

        #expect(try ledger.decisions(about: line.key.occurrence) == [line])
        #expect(
            try ledger.deliveries(about: line.key.occurrence).map(\.nudge.stage) == [
                .digest, .digest,
            ]
        )
        try ledger.record(step(withdrawals: [Withdrawal(occurrence: line.key.occurrence)]))
        #expect(try ledger.deliveries(in: [.pending], limit: 9).count == 2)
        // With the last of its lines answered the digest tells nothing more.
        try ledger.record(step(withdrawals: [Withdrawal(occurrence: other.key.occurrence)]))
        #expect(try ledger.deliveries(in: [.withdrawn], limit: 9).count == 2)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `what is decided before its time is remembered by name`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let now = try instant(evening)
        let past = try decision()
        let early = try decision(
            dateNight,
            .followUp,
            due: "2026-01-10T10:00:00Z",
            decided: evening,
            .cancelled
        )
        try ledger.record(step([past, early]))
        #expect(try ledger.memory(at: now).decidedAhead == [early.key: .cancelled])
        #expect(try ledger.memory(at: now).decided == [past.key])
        #expect(try ledger.memory(at: now + PlannerMemory.remembered).decided == [past.key])
        // A clock that came back before all of it.
        let before = now - .seconds(60)
        #expect(
            try ledger.memory(at: before).decidedAhead
                == [early.key: .cancelled, past.key: .fired]
        )
        #expect(try ledger.memory(at: before).decided == [])
        // When its time has passed it is still known that a word silenced it.
        let later = try instant("2026-01-10T12:00:00Z")
        try ledger.record(PlannerStep(through: later))
        #expect(try ledger.memory(at: later).decided == [past.key, early.key])
        #expect(try ledger.memory(at: later).early == [early.key])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `an annulled verdict makes place, but only one of expired`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let expired = try decision(dateNight, .start, decided: "2038-01-01T00:00:00Z", .expired)
        let fired = try decision("walk@2026-01-10T10:00", due: "2026-01-10T10:00:00Z")
        try ledger.record(step(through: "2038-01-01T00:00:00Z", [expired, fired]))

        let now = try decision()
        try ledger.record(step([now], annulled: [expired.key, fired.key]))
        #expect(try ledger.decisions(about: expired.key.occurrence) == [now])
        #expect(try ledger.decisions(about: fired.key.occurrence) == [fired])
        #expect(try ledger.memory(at: instant(evening)).through == instant(evening))
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `outcomes are read as they were said, in order`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        let said = [
            try outcome(dateNight, .snoozed(until: instant("2026-01-09T19:20:00Z")), by: "alex"),
            try outcome(
                dateNight,
                .moved(to: CivilDateTime(parsing: "2026-01-10T19:30")),
                note: "flu"
            ),
            try outcome(dateNight, .begun),
            try outcome(dateNight, .skipped),
            try outcome(dateNight, .done, by: "sam", note: "it's \"fine\""),
        ]
        try ledger.record(step(outcomes: Array(said.prefix(2))))
        try ledger.record(step(outcomes: Array(said.dropFirst(2))))
        #expect(try ledger.outcomes(of: occurrence(dateNight)) == said)
        #expect(try ledger.memory(at: instant(evening)).outcomes == said)
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `what was said of long gone occurrences is kept but not brought up again`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let old = try outcome("date-night@2024-11-01T19:00")
        let recent = try outcome("date-night@2025-01-03T19:00")
        let ahead = try outcome("trip@2027-06-01T08:00", .skipped)
        try ledger.record(step(outcomes: [old, recent, ahead]))
        #expect(try ledger.memory(at: instant(evening)).outcomes == [recent, ahead])
        #expect(try ledger.outcomes(of: old.occurrence) == [old])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `the occurrences of a date are those with a decision or a word`(
        _ kind: LedgerUnderTest
    ) throws {
        let ledger = try kind.make(in: directory.path)
        let keys = [
            "pill@2026-01-09T08:00", "pill@2026-01-09T20:00", "pill@2026-01-10T08:00",
            "pills@2026-01-09T08:00", "a-pill@2026-01-09T08:00",
        ]
        try ledger.record(step(keys.map { try decision($0) }))
        try ledger.record(step(outcomes: [outcome("pill@2026-01-09T12:00")]))
        let found = try ledger.occurrences(of: "pill", on: CivilDate(parsing: "2026-01-09"))
        #expect(
            found.map(\.description) == [
                "pill@2026-01-09T08:00", "pill@2026-01-09T12:00", "pill@2026-01-09T20:00",
            ]
        )
    }
}
