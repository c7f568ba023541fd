import CivilTime
import Delivery
import Foundation
import Household
import Ledger
import Planning
import TestKit
import Testing

/// Good moments and marks of prompts, in the file and out of it.
@Suite struct KeepsakeTests {
    let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    private static let now = "2026-01-09T19:00:00Z"

    private func files(holding text: String) throws -> [String] {
        let bytes = Data(text.utf8)
        return try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { name in
            let url = URL(fileURLWithPath: directory.path(name))
            return try Data(contentsOf: url).range(of: bytes) != nil
        }.sorted()
    }

    private func moment(_ words: String, at time: String = now) throws -> Moment {
        Moment(words, partner: "sam", said: try instant(time))
    }

    private func mark(_ kind: PromptMark.Kind, _ prompt: String) throws -> PromptMark {
        PromptMark(
            kind,
            deck: "stories",
            prompt: prompt,
            partner: "alex",
            said: try instant(Self.now)
        )
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `what was kept is remembered in its order`(_ kind: LedgerUnderTest) throws {
        let ledger = try kind.make(in: directory.path)
        var kept = try step(through: Self.now)
        kept.moments = [try moment("rain on the roof"), try moment("the same second")]
        kept.marks = [
            try mark(.never, "A plan that went wrong"), try mark(.favourite, "A birthday"),
        ]
        try ledger.record(kept)
        let memory = try ledger.memory(at: instant(Self.now))
        #expect(memory.moments == kept.moments && memory.marks == kept.marks)
        #expect(try ledger.moments(since: .distantPast) == kept.moments)
        #expect(try ledger.moments(since: instant("2026-01-09T19:00:01Z")) == [])
    }

    @Test(arguments: LedgerUnderTest.allCases)
    func `a mark that was taken back is remembered with when that was`(_ kind: LedgerUnderTest)
        throws
    {
        let ledger = try kind.make(in: directory.path)
        var said = try step(through: Self.now)
        said.marks = [try mark(.never, "A birthday")]
        try ledger.record(said)
        var undo = try step(through: "2026-01-11T19:00:00Z")
        undo.undoneMarks = said.marks
        undo.undoneMarks[0].undone = undo.through
        try ledger.record(undo)
        #expect(try ledger.memory(at: undo.through).marks == undo.undoneMarks)
        // It may be said again.
        var again = try step(through: "2026-01-12T19:00:00Z")
        again.marks = said.marks
        again.marks[0].said = again.through
        try ledger.record(again)
        #expect(try ledger.memory(at: again.through).marks == undo.undoneMarks + again.marks)
    }

    @Test func `a moment that was taken back is in no file any more`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        var kept = try step(through: Self.now)
        kept.moments = [try moment("a hidden moment")]
        try ledger.record(kept)
        var told = try decision(due: "2026-01-10T19:00:00Z")
        told.nudge?.quote = "From the jar: “a hidden moment”"
        try ledger.record(step(through: "2026-01-10T19:00:00Z", [told]))
        #expect(try ledger.backUp(unlessMadeSince: .distantFuture))
        #expect(try !files(holding: "a hidden moment").isEmpty)
        var undo = try step(through: "2026-01-10T20:00:00Z")
        undo.removedMoments = kept.moments
        try ledger.record(undo)
        #expect(try files(holding: "a hidden moment") == [])
        let nudge = try ledger.decisions(about: occurrence(dateNight)).first?.nudge
        #expect(nudge != nil && nudge?.quote == nil && nudge?.prompt != nil)
    }

    @Test func `a quotation is stored with its nudge`() throws {
        let ledger = try SQLiteLedger(directory: directory.path)
        var told = try decision()
        told.nudge?.quote = "Sam, last time: “the new Thai place”"
        try ledger.record(step(through: Self.now, [told]))
        let due = try ledger.deliveries(dueAt: instant(Self.now), limit: 10)
        #expect(due.map(\.nudge.quote) == Array(repeating: told.nudge?.quote, count: due.count))
        #expect(!due.isEmpty)
    }

    @Test(arguments: [Erasure.notes, .before(.of("2026-02-01T00:00"), "2026-02-01T00:00:00Z")])
    func `what is erased takes the moments along, and what nudges told of them`(_ erasure: Erasure)
        throws
    {
        let ledger = try SQLiteLedger(directory: directory.path)
        var kept = try step(through: Self.now)
        kept.moments = [try moment("a hidden moment")]
        kept.marks = [try mark(.never, "A birthday")]
        try ledger.record(kept)
        var told = try decision("walk@2026-02-09T18:00", due: "2026-02-09T18:00:00Z")
        told.nudge?.quote = "From the jar: “a hidden moment”"
        try ledger.record(step(through: "2026-02-09T18:00:00Z", [told]))
        let now = try instant("2026-02-09T18:00:00Z")
        let erased = try ledger.erase(erasure, at: now, copies: true) { _ in .everything }
        #expect(erased.moments == 1 && !erased.isNothing)
        #expect(try files(holding: "a hidden moment") == [])
        #expect(try ledger.memory(at: now).marks.count == 1, "what was said of prompts stays")
    }

    @Test func `the occurrences that were asked are those whose start was told, or that were done`()
        throws
    {
        let ledger = try SQLiteLedger(directory: directory.path)
        let decisions = [
            try decision("tea@2026-01-07T19:00", due: "2026-01-07T19:00:00Z"),
            try decision("tea@2026-01-07T19:00", for: "sam", due: "2026-01-07T19:00:00Z"),
            try decision("tea@2026-01-08T19:00", due: "2026-01-08T19:00:00Z", .held),
            try decision("walk@2026-01-08T19:00", due: "2026-01-08T19:00:00Z"),
        ]
        let done = try outcome("tea@2026-01-06T19:00", by: "alex")
        try ledger.record(step(through: Self.now, decisions, outcomes: [done]))
        #expect(
            try ledger.asked(of: "tea").map(\.description) == [
                "tea@2026-01-06T19:00", "tea@2026-01-07T19:00",
            ]
        )
    }
}

extension CivilDateTime {
    fileprivate static func of(_ text: String) -> CivilDateTime {
        (try? CivilDateTime(parsing: text)) ?? CivilDateTime(CivilDate(epochDay: 0), .midnight)
    }
}
