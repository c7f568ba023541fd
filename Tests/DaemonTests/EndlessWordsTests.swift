import CivilTime
import ControlAPI
import Foundation
import Ledger
import Delivery
import Household
import Planning
import Settings
import SystemZones
import TestKit
import Testing

@testable import Daemon

/// Whoever reaches the control API cannot fill the disk with words.
struct EndlessWordsTests {
    private static let config = """
        [household]
        time_zone = "UTC"

        [[partner]]
        id = "alex"

        [channel.one]
        type = "journal"

        [[ritual]]
        id = "noon"
        title = "Noon"
        schedule = { every = "day", at = "12:00" }
        late_within = "3h"

        """

    private func keep(
        answering answers: [DeliveryAttempt.Result] = []
    ) async throws -> KeptHouse {
        try await KeptHouse(Self.config, answering: answers)
    }

    @Test(arguments: [false, true])
    func `a long note, six hundred times, is one row and less than a megabyte`(
        _ isAnother: Bool
    ) async throws {
        let kept = try await keep()
        // SQLite's log is used again from its beginning after four megabytes, whatever is written.
        let files = isAnother ? ".sqlite" : ""
        let before = try kept.size(of: files)
        let first = try await kept.done(String(repeating: "x", count: 1_000))
        #expect(!first.unchanged)
        for number in 0..<600 {
            let note = String(repeating: "x", count: 996) + "\(isAnother ? number + 1_000 : 0)"
            let answer = try await kept.done(isAnother ? note : first.note)
            #expect(answer.unchanged == !isAnother)
            #expect(answer.outcome == .done)
            #expect(answer.note == (isAnother ? note : first.note))
        }
        #expect(try await kept.done().unchanged)
        #expect(try kept.words.count == 1)
        try #expect(kept.size(of: files) - before < 1_000_000)
        try #expect(kept.size() < 10_000_000)
    }

    @Test(arguments: [
        (String(repeating: "x", count: 1_001), "is 1001 characters long; at most 1000 are allowed"),
        (
            String(repeating: "e\u{301}\u{302}\u{303}\u{304}", count: 1_000),
            "is 9000 bytes long; at most 8000 are allowed"
        ),
    ])
    func `a note or a reason that is too long is a bad request`(
        _ text: String,
        _ detail: String
    ) async throws {
        let kept = try await keep()
        let note = await #expect(throws: Problem.self) { try await kept.done(text) }
        #expect(note?.kind == .badRequest)
        #expect(note?.detail == "the note \(detail)")
        let reason = await #expect(throws: Problem.self) {
            let hold = HoldRequest(until: "2026-01-16", reason: text)
            try await kept.tell(.hold, hold, for: HoldMessage.self)
        }
        #expect(reason?.kind == .badRequest)
        #expect(reason?.detail == "the reason \(detail)")
        #expect(try kept.words.isEmpty)
    }

    @Test(arguments: [
        "", String(repeating: "x", count: 1_000), String(repeating: "𓀀", count: 1_000),
    ])
    func `a note of a thousand characters is taken, in any script`(_ text: String) async throws {
        let kept = try await keep()
        #expect(try await kept.done(text).note == (text.isEmpty ? nil : text))
    }

    @Test func `of one occurrence no more than a hundred words are taken`() async throws {
        let kept = try await keep()
        let undo = UndoRequest(ritual: "noon")
        let move = OutcomeRequest(
            ritual: "noon",
            occurrence: "2026-01-09T12:00",
            to: "2026-01-09T13:00"
        )
        for _ in 0..<50 {
            _ = try await kept.done()
            try await kept.tell(.undo, undo, for: UndoMessage.self)
            try await kept.tell(.move, move, for: OutcomeMessage.self)
            try await kept.tell(.undo, undo, for: UndoMessage.self)
        }
        let problem = await #expect(throws: Problem.self) { try await kept.done() }
        #expect(problem?.kind == .conflict)
        #expect(
            problem?.detail
                == "noon@2026-01-09T12:00 has 100 words about it already; no more are taken"
        )
    }

    @Test func `the same hold again is the one that stands`() async throws {
        let kept = try await keep()
        let request = HoldRequest(until: "2026-01-16", reason: "exams")
        let first = try await kept.tell(.hold, request, for: HoldMessage.self)
        try kept.house.clock.set("2026-01-09T11:00:00Z")
        #expect(try await kept.tell(.hold, request) == first)
        #expect(try kept.ledger.holds(from: .distantPast, until: .distantFuture).count == 1)
    }

    @Test func `a delivery is tried again by hand a hundred times at most`() async throws {
        let kept = try await keep(answering: Array(repeating: .refused, count: 200))
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        var refusal: Problem?
        for _ in 0..<120 where refusal == nil {
            do throws(any Error) {
                let request = DeliveryRequest(id: 1)
                try await kept.tell(.outboxRetry, request, for: DeliveryMessage.self)
            } catch {
                refusal = error as? Problem
            }
            await kept.outbox.settled()
        }
        #expect(refusal?.kind == .conflict)
        #expect(try kept.ledger.attempts(at: 1).count == 100)
    }
}

extension KeptHouse {
    fileprivate func done(_ note: String? = nil, by partner: String? = "alex") async throws
        -> OutcomeMessage
    {
        let request = OutcomeRequest(
            ritual: "noon",
            occurrence: "2026-01-09T12:00",
            partner: partner,
            note: note
        )
        return try await tell(.done, request)
    }

    fileprivate var words: [Outcome] {
        get throws {
            let key = OccurrenceKey(
                ritual: "noon",
                start: try CivilDateTime(parsing: "2026-01-09T12:00")
            )
            return try ledger.outcomes(of: key)
        }
    }

    /// The bytes of the ledger's files whose names end so.
    fileprivate func size(of ending: String = "") throws -> Int {
        let files = FileManager.default
        let names = try files.contentsOfDirectory(atPath: house.folder)
        return try names.filter { $0.hasSuffix(ending) }.reduce(0) { sum, name in
            let attributes = try files.attributesOfItem(atPath: "\(house.folder)/\(name)")
            return sum + (attributes[.size] as? Int ?? 0)
        }
    }
}
