import CivilTime
import ControlAPI
import Delivery
import Household
import Planning
import Settings
import SystemZones
import TestKit
import Testing

@testable import Daemon

/// Who says something where a request names nobody.
@Suite struct SpeakerTests {
    private static func config(_ machine: String) -> String {
        """
        \(machine)
        [household]
        time_zone = "UTC"
        [[partner]]
        id = "alex"
        [[partner]]
        id = "sam"
        [channel.desk]
        type = "desktop"
        [channel.one]
        type = "journal"
        [[ritual]]
        id = "noon"
        needs = "both"
        schedule = { every = "day", at = "12:00" }
        [[ritual]]
        id = "run"
        partners = ["sam"]
        schedule = { every = "day", at = "12:00" }
        """
    }

    private let one = WatchedChannel()

    private func keep(_ machine: String) async throws -> KeptHouse {
        let channels = ["one": one, "desk": WatchedChannel()]
        let kept = try await KeptHouse(Self.config(machine), channels: channels)
        try await kept.wake(at: "2026-01-09T12:05:00Z")
        return kept
    }

    @Test(arguments: [
        ("", OutcomeRequest(ritual: "noon", both: true), nil),
        ("[machine]\n", OutcomeRequest(ritual: "run"), nil),
        (
            "[machine]\npartner = \"alex\"", OutcomeRequest(ritual: "noon", both: true), nil
        ),
        ("[machine]\npartner = \"alex\"", OutcomeRequest(ritual: "noon"), "alex"),
        (
            "[machine]\npartner = \"alex\"", OutcomeRequest(ritual: "noon", partner: "sam"), "sam"
        ),
        // It is not Alex's to say.
        ("[machine]\npartner = \"alex\"", OutcomeRequest(ritual: "run"), nil),
    ])
    func `is whoever sits at the machine`(
        _ machine: String,
        _ request: OutcomeRequest,
        _ expected: String?
    ) async throws {
        let kept = try await keep(machine)
        let message = try await kept.tell(.done, request, for: OutcomeMessage.self)
        #expect(message.partner == expected)
        let hold = HoldRequest(until: "2026-01-20")
        let held = try await kept.tell(.hold, hold, for: HoldMessage.self)
        #expect(held.partner == (machine.contains("alex") ? "alex" : nil))
    }

    @Test func `must be known where one word counts for one of two`() async throws {
        let kept = try await keep("")
        let problem = await #expect(throws: Problem.self) {
            let request = OutcomeRequest(ritual: "noon")
            return try await kept.tell(.done, request, for: OutcomeMessage.self)
        }
        #expect(problem?.kind == .badRequest)
        #expect(
            problem?.detail == "who says so? 'noon' is done once each of you has said it: "
                + "add '--partner alex' or '--partner sam', or '--both'"
        )
        let doubled = await #expect(throws: Problem.self) {
            let request = OutcomeRequest(ritual: "noon", partner: "sam", both: true)
            return try await kept.tell(.done, request, for: OutcomeMessage.self)
        }
        #expect(doubled?.detail == "'partner' cannot stand beside 'both'")
        try await kept.tell(.skip, OutcomeRequest(ritual: "noon"), for: OutcomeMessage.self)
    }

    @Test func `tells the other, also what is taken back without a name`() async throws {
        let kept = try await keep("[machine]\npartner = \"alex\"")
        let move = OutcomeRequest(ritual: "noon", to: "2026-01-09T18:00")
        try await kept.tell(.move, move, for: OutcomeMessage.self)
        // What was not told yet would be withdrawn.
        await kept.outbox.settled()
        try await kept.tell(.undo, UndoRequest(), for: UndoMessage.self)
        await kept.outbox.settled()
        let notices = one.nudges.filter { $0.stage.kind == .notice }
        #expect(notices.map(\.partner) == ["sam", "sam"])
        #expect(notices.last?.body.hasPrefix("Alex took the move back") == true)
    }

    @Test func `the desktop of a machine shows what is for whoever sits there`() async throws {
        let kept = try await keep("[machine]\npartner = \"alex\"")
        let household = await kept.planning.household
        #expect(household.partners.map(household.channels(for:)) == [["desk", "one"], ["one"]])
    }
}
