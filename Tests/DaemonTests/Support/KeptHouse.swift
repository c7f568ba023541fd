import CivilTime
import ControlAPI
import Delivery
import Emitters
import Ledger
import Settings
import SystemZones
import Testing

@testable import Daemon

/// A house that began to keep a config at ten o'clock, or when it is told, with all that answers the control API.
struct KeptHouse {
    let house: House
    let ledger: SQLiteLedger
    let planning: PlannerActor
    let outbox: Outbox
    let router: ControlRouter
    let feed = EventFeed()

    /// Keeps a config with the one channel `one`.
    init(
        _ text: String,
        answering answers: [DeliveryAttempt.Result] = [],
        from start: String = "2026-01-09T10:00:00Z"
    ) async throws {
        let channel = WatchedChannel(answering: answers)
        try await self.init(text, channels: ["one": channel], from: start)
    }

    init(
        _ text: String,
        channels: [String: any Emitting],
        from start: String = "2026-01-09T10:00:00Z"
    ) async throws {
        house = try House()
        try house.clock.set(start)
        let reader = ConfigReader(zones: SystemZoneDatabase(), systemZone: .utc)
        let read = reader.read(text, file: "old.toml")
        let household = try #require(read.household, "\(read.diagnostics)")
        ledger = try house.openLedger()
        (planning, outbox) = try house.parts(
            household,
            ledger: ledger,
            channels: channels,
            feed: feed
        )
        try await planning.start()
        router = ControlRouter(
            planning: planning,
            outbox: outbox,
            config: CurrentConfig(
                path: "old.toml",
                household: household,
                machine: read.machine,
                diagnostics: [],
                at: house.clock.read()
            ),
            process: StatusAnswer.Process(
                started: house.clock.read(),
                ledgerPath: "ledger.sqlite",
                tzdata: { nil }
            ),
            configs: DaemonHandler.Configs(
                reload: { .rejected(ReadConfig(household: nil, diagnostics: [])) },
                read: { reader.read($0, file: $1) }
            ),
            busy: .onThisMachine,
            feed: feed
        )
    }

    /// The answer to a question, read.
    func ask<Message: Decodable>(
        _ route: ControlRoute,
        _ query: QueryItems = QueryItems([]),
        for type: Message.Type = Message.self
    ) async throws -> Message {
        let text = try await router.respond(to: route, query: query, body: [])
        return try ControlJSON.read(type, from: text.utf8)
    }

    /// The answer to a request that brings a body, read.
    @discardableResult
    func tell<Message: Decodable>(
        _ route: ControlRoute,
        _ request: some Encodable,
        for type: Message.Type = Message.self
    ) async throws -> Message {
        let body = Array(try ControlJSON.text(of: request).utf8)
        let text = try await router.respond(to: route, query: QueryItems([]), body: body)
        return try ControlJSON.read(type, from: text.utf8)
    }

    /// Sets the clock, wakes the daemon and waits for what it hands over then.
    func wake(at time: String) async throws {
        try house.clock.set(time)
        await planning.wake()
        await outbox.settled()
    }
}

extension PartnerCalendars {
    /// Reads files by their absolute paths, and addresses.
    static var onThisMachine: PartnerCalendars {
        let text = CalendarText(
            secrets: SecretReader(credentialsDirectory: nil),
            version: "0"
        )
        return PartnerCalendars(text: text, zones: SystemZoneDatabase())
    }
}
