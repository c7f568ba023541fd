import CivilTime
import ControlAPI
import Delivery
import Ledger
import Settings
import SystemZones
import Testing

@testable import Daemon

/// A house that began to keep a config at ten o'clock, with all that answers the control API.
///
/// The config has the one channel `one`.
struct KeptHouse {
    let house: House
    let ledger: SQLiteLedger
    let planning: PlannerActor
    let outbox: Outbox
    let responder: Responder

    init(_ text: String, answering answers: [DeliveryAttempt.Result] = []) async throws {
        house = try House()
        let reader = ConfigReader(zones: SystemZoneDatabase(), systemZone: .utc)
        let read = reader.read(text, file: "old.toml")
        let household = try #require(read.household, "\(read.diagnostics)")
        ledger = try house.openLedger()
        (planning, outbox) = try house.parts(
            household,
            ledger: ledger,
            channels: ["one": WatchedChannel(answering: answers)]
        )
        try await planning.start()
        responder = Responder(
            planning: planning,
            outbox: outbox,
            config: CurrentConfig(
                path: "old.toml",
                household: household,
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
    }
}
