import CivilTime
import Foundation
import GRDB
@testable import Ledger
import Delivery
import Household
import Planning
import TestKit
import Testing

/// What is erased is gone from every file in the state directory.
@Suite struct `What is erased` {
    let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    /// The files that hold the bytes of a text.
    private func files(holding text: String) throws -> [String] {
        let bytes = Data(text.utf8)
        return try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .filter { name in
                let url = URL(fileURLWithPath: directory.path(name))
                return try Data(contentsOf: url).range(of: bytes) != nil
            }.sorted()
    }

    private func told(_ key: String, due: String, title: String) throws -> Decision {
        var decision = try decision(key, due: due)
        decision.nudge?.title = title
        decision.nudge?.body = "body of \(title)"
        decision.nudge?.prompt = "prompt of \(title)"
        return decision
    }

    /// Two rituals in January, one in February, a hold, a backup of it all and a damaged file.
    private func makeLedger() throws -> SQLiteLedger {
        let ledger = try SQLiteLedger(directory: directory.path)
        let due = "2026-01-09T19:00:00Z"
        let decisions = try [
            told("hidden-ritual@2026-01-09T19:00", due: due, title: "Hidden title"),
            told("walk@2026-01-09T18:00", due: due, title: "Walk"),
            told("walk@2026-02-09T18:00", due: "2026-02-09T18:00:00Z", title: "Late walk"),
        ]
        var told = try step(
            through: "2026-02-09T18:00:00Z",
            decisions,
            outcomes: [
                outcome("hidden-ritual@2026-01-09T19:00", by: "sam", note: "we cried"),
                outcome("walk@2026-01-09T18:00", note: "it rained"),
            ]
        )
        told.holds = [
            Hold(
                ritual: "hidden-ritual",
                from: try instant("2026-01-10T00:00:00Z"),
                until: try instant("2026-01-12T00:00:00Z"),
                reason: "a quarrel"
            )
        ]
        told.kept = ["hidden-ritual": try instant(due), "walk": try instant(due)]
        try ledger.record(told)
        let key = StageKey(
            occurrence: try occurrence("hidden-ritual@2026-01-11T19:00"),
            stage: .start,
            partner: "alex"
        )
        let held = Decision(
            key: key,
            due: try instant("2026-01-11T19:00:00Z"),
            decided: try instant("2026-01-11T19:00:00Z"),
            verdict: .held,
            reason: "on hold until 2026-01-12T00:00: a quarrel"
        )
        let absorbed = Decision(
            key: StageKey(
                occurrence: try occurrence("walk@2026-01-08T18:00"),
                stage: .start,
                partner: "alex"
            ),
            due: try instant("2026-01-08T18:00:00Z"),
            decided: try instant("2026-01-08T18:00:00Z"),
            verdict: .absorbed,
            reason: "hidden-ritual@2026-01-09T19:00 takes its place"
        )
        try ledger.record(step(through: "2026-02-09T18:00:00Z", [held, absorbed]))
        try deliver(ledger)
        #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
        #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
        let copy = directory.path("ledger-damaged-2026-01-10T000000Z.sqlite")
        try FileManager.default.copyItem(
            atPath: directory.path("ledger-backup-1.sqlite"),
            toPath: copy
        )
        return ledger
    }

    /// Has every delivery arrive, with an answer that repeats a title.
    private func deliver(_ ledger: SQLiteLedger) throws {
        let now = try instant("2026-02-09T18:00:00Z")
        for delivery in try ledger.deliveries(dueAt: now, limit: 100) {
            #expect(try ledger.begin(delivery.id, at: now))
            var attempt = DeliveryAttempt(.delivered, detail: "HTTP 200")
            attempt.reply = "got \(delivery.nudge.title)"
            let end = DeliveryEnd(
                delivery.id,
                as: .delivered,
                detail: "HTTP 200",
                attempt: attempt
            )
            try ledger.finish(end, at: now)
        }
    }

    private func erase(
        _ erasure: Erasure,
        in ledger: SQLiteLedger,
        sparing remains: @escaping @Sendable (OccurrenceKey) -> Remains = { _ in .nothing }
    ) throws -> Erased {
        try ledger.erase(
            erasure,
            at: instant("2026-03-01T00:00:00Z"),
            copies: true,
            sparing: remains
        )
    }

    private static let hidden = [
        "hidden-ritual", "Hidden title", "body of Hidden", "prompt of Hidden", "we cried",
        "a quarrel", "got Hidden",
    ]

    @Test func `of a ritual is in no file any more, and the rest is as it was`() throws {
        let ledger = try makeLedger()
        for word in Self.hidden {
            #expect(try !files(holding: word).isEmpty, "\(word) was never there")
        }
        let erased = try erase(.ritual("hidden-ritual", isKept: false), in: ledger)
        for word in Self.hidden {
            #expect(try files(holding: word).isEmpty, "\(word)")
        }
        #expect(erased.occurrences == 2 && erased.decisions == 2 && erased.outcomes == 1)
        #expect(erased.notes == 2 && erased.holds == 1 && erased.nudges == 1)
        #expect(erased.deliveries == 2 && erased.damaged == 1)
        #expect(try files(holding: "it rained") == ["ledger-backup-1.sqlite", "ledger.sqlite"])
        let other = try ledger.decisions(about: occurrence("walk@2026-01-08T18:00"))
        #expect(other.map(\.reason) == ["another one takes its place"])
        #expect(
            try ledger.memory(at: instant("2026-03-01T00:00:00Z")).kept.keys.sorted() == ["walk"]
        )
        #expect(try SQLiteLedger.sound(directory.path))
    }

    @Test func `before a date is gone, and what came after stays`() throws {
        let ledger = try makeLedger()
        let start = try CivilDateTime(parsing: "2026-02-01T00:00")
        let erased = try erase(.before(start, instant("2026-02-01T00:00:00Z")), in: ledger)
        for word in Self.hidden + ["it rained", "body of Walk"]
        where word != "hidden-ritual" {
            #expect(try files(holding: word).isEmpty, "\(word)")
        }
        #expect(erased.occurrences == 4)
        let late = try ledger.decisions(about: occurrence("walk@2026-02-09T18:00"))
        #expect(late.first?.nudge?.title == "Late walk")
    }

    @Test func `of notes is every note and reason, and no fact`() throws {
        let ledger = try makeLedger()
        let erased = try erase(.notes, in: ledger)
        #expect(erased.notes == 3 && erased.occurrences == 0)
        for word in ["we cried", "it rained", "a quarrel"] {
            #expect(try files(holding: word).isEmpty, "\(word)")
        }
        let key = try occurrence("hidden-ritual@2026-01-09T19:00")
        #expect(try ledger.outcomes(of: key).map(\.partner) == ["sam"])
        let held = try ledger.decisions(about: occurrence("hidden-ritual@2026-01-11T19:00"))
        #expect(held.map(\.reason) == ["on hold until 2026-01-12T00:00"])
        #expect(try ledger.holds(from: .distantPast, until: .distantFuture).count == 1)
    }

    @Test func `spares what is open, what waits in the outbox, and all that its nudge tells`()
        throws
    {
        let ledger = try makeLedger()
        var waiting = try told(
            "hidden-ritual@2026-02-20T19:00",
            due: "2026-02-20T19:00:00Z",
            title: "Still waiting"
        )
        waiting.channels = ["phone"]
        var beside = try decision(
            "hidden-ritual@2026-02-21T19:00",
            due: "2026-02-20T19:00:00Z",
            .coalesced
        )
        beside.nudgeID = waiting.nudgeID
        try ledger.record(step(through: "2026-03-01T00:00:00Z", [waiting, beside]))
        let open = try occurrence("hidden-ritual@2026-01-11T19:00")
        let erased = try erase(.ritual("hidden-ritual", isKept: true), in: ledger) { key in
            key == open ? .everything : .name
        }
        #expect(erased.occurrences == 1 && erased.kept == 3)
        #expect(
            try ledger.deliveries(in: [.pending], limit: 9).map(\.nudge.title) == ["Still waiting"]
        )
        #expect(try ledger.decisions(about: open).count == 1)
        let memory = try ledger.memory(at: instant("2026-03-01T00:00:00Z"))
        #expect(memory.forgotten == [try occurrence("hidden-ritual@2026-01-09T19:00")])
        // A number that an attempt may still be under way for is nobody's again.
        try ledger.record(step(through: "2026-03-01T00:00:00Z", [decision()]))
        #expect(try ledger.deliveries(in: [.pending], limit: 9).map(\.id) == [9, 8, 7])
    }

    @Test func `of an answer that the next one counts from is all but the answer`() throws {
        let ledger = try makeLedger()
        let key = try occurrence("hidden-ritual@2026-01-09T19:00")
        _ = try erase(.ritual("hidden-ritual", isKept: true), in: ledger) { _ in .answer }
        let words = try ledger.memory(at: instant("2026-03-01T00:00:00Z")).outcomes
            .filter { $0.occurrence == key }
        #expect(words.map(\.kind) == [.done] && words.map(\.note) == [nil])
        #expect(try files(holding: "we cried").isEmpty)
        #expect(try ledger.decisions(about: key).isEmpty)
    }

    @Test func `by an undo is gone at once, from a backup that knew it too`() throws {
        let ledger = try makeLedger()
        var word = try outcome("hidden-ritual@2026-01-09T19:00", by: "sam", note: "we cried")
        word.undone = try instant("2026-02-09T18:00:00Z")
        try FileManager.default.removeItem(
            atPath: directory.path("ledger-damaged-2026-01-10T000000Z.sqlite")
        )
        #expect(try files(holding: "we cried").count > 1)
        var undo = try step(through: "2026-02-09T18:00:00Z")
        undo.undone = [word]
        try ledger.record(undo)
        #expect(try files(holding: "we cried").isEmpty)
        #expect(try files(holding: "it rained").contains("ledger-backup-1.sqlite"))
    }
}

extension SQLiteLedger {
    /// Whether a ledger that is opened anew needs no repair.
    fileprivate static func sound(_ directory: String) throws -> Bool {
        let memory = try LedgerConnection.reading("\(directory)/ledger-backup-1.sqlite")
        try memory.read { try LedgerConnection.check($0, mayBeEmpty: false) }
        return true
    }
}
