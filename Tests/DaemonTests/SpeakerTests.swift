import CivilTime
import ControlAPI
import Delivery
import Household
import Planning
import Settings
import SystemZones
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

    private let house: House
    private let one = WatchedChannel()

    init() throws {
        house = try House()
    }

    private func responder(_ machine: String) async throws -> (Responder, PlannerActor) {
        let reader = ConfigReader(zones: SystemZoneDatabase(), systemZone: .utc)
        let read = reader.read(Self.config(machine), file: "a.toml")
        let household = try #require(read.household, "\(read.diagnostics)")
        let (planning, outbox) = try house.parts(
            household,
            ledger: house.openLedger(),
            channels: ["one": one, "desk": WatchedChannel()]
        )
        try await planning.start()
        let responder = Responder(
            planning: planning,
            outbox: outbox,
            config: CurrentConfig(
                path: "a.toml",
                household: household,
                machine: read.machine,
                diagnostics: [],
                at: house.clock.read()
            ),
            started: house.clock.read(),
            ledgerPath: "ledger.sqlite",
            tzdata: nil,
            now: house.clock.read,
            reload: { .rejected(ReadConfig(household: nil, diagnostics: [])) },
            readConfig: { reader.read($0, file: $1) }
        )
        try house.clock.set("2026-01-09T12:05:00Z")
        await planning.wake()
        return (responder, planning)
    }

    private func say(
        _ route: ControlRoute,
        _ body: String,
        to responder: Responder
    ) async throws -> String {
        try await responder.respond(to: route, query: QueryItems([]), body: Array(body.utf8))
    }

    @Test(arguments: [
        ("", #"{"ritual":"noon"}"#, nil),
        ("[machine]\n", #"{"ritual":"noon"}"#, nil),
        ("[machine]\npartner = \"alex\"", #"{"ritual":"noon"}"#, "alex"),
        ("[machine]\npartner = \"alex\"", #"{"ritual":"noon","partner":"sam"}"#, "sam"),
        // It is not Alex's to say.
        ("[machine]\npartner = \"alex\"", #"{"ritual":"run"}"#, nil),
    ])
    func `is whoever sits at the machine`(
        _ machine: String,
        _ body: String,
        _ expected: String?
    ) async throws {
        let (responder, planning) = try await responder(machine)
        let answer = try await say(.done, body, to: responder)
        let message = try ControlJSON.read(OutcomeMessage.self, from: Array(answer.utf8))
        #expect(message.partner == expected)
        _ = try await say(.hold, #"{"until":"2026-01-20"}"#, to: responder)
        let hold = await planning.planner.plan.holds.current(at: house.clock.read()).last
        #expect(hold?.partner == (machine.contains("alex") ? "alex" : nil))
    }

    @Test func `tells the other, also what is taken back without a name`() async throws {
        let (responder, planning) = try await responder("[machine]\npartner = \"alex\"")
        let move = #"{"ritual":"noon","to":"2026-01-09T18:00"}"#
        _ = try await say(.move, move, to: responder)
        // What was not told yet would be withdrawn.
        await responder.outbox.settled()
        _ = try await say(.undo, "{}", to: responder)
        await responder.outbox.settled()
        let notices = one.nudges.filter { $0.stage.kind == .notice }
        #expect(notices.map(\.partner) == ["sam", "sam"])
        #expect(notices.last?.body.hasPrefix("Alex took the move back") == true)
        withExtendedLifetime(planning) {}
    }

    @Test func `the desktop of a machine shows what is for whoever sits there`() async throws {
        let (_, planning) = try await responder("[machine]\npartner = \"alex\"")
        let household = await planning.household
        #expect(household.partners.map(household.channels(for:)) == [["desk", "one"], ["one"]])
    }
}
