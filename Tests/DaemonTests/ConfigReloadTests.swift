import CivilTime
import ControlAPI
import Delivery
import Household
import Logging
import Planning
import Settings
import Synchronization
import TestKit
import Testing

@testable import Daemon
@testable import Ledger

/// A reload takes all of a new config, or nothing of it.
@Suite struct ConfigReloadTests {
    /// A daemon whose config names `old`, and whose next one names `new` instead.
    private struct Reloaded {
        let house: House
        let ledger: BrokenLedger
        let planning: PlannerActor
        let outbox: Outbox
        let config: CurrentConfig
        let reload: ConfigReload
        let old = WatchedChannel()
        let new = WatchedChannel()

        init(_ next: Household) async throws {
            house = try House()
            ledger = BrokenLedger(try house.openLedger())
            let household = try House.couple(channels: ["old"])
            (planning, outbox) = try house.parts(household, ledger: ledger, channels: ["old": old])
            config = CurrentConfig(
                path: "a.toml",
                household: household,
                diagnostics: [],
                at: house.clock.read()
            )
            reload = ConfigReload(
                read: { ReadConfig(household: next, diagnostics: []) },
                emitters: { [new] _, _ in ["new": new] },
                planning: planning,
                outbox: outbox,
                config: config,
                now: house.clock.read,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                names: LogNames()
            )
            try await planning.start()
        }

        var router: ControlRouter {
            ControlRouter(
                planning: planning,
                outbox: outbox,
                config: config,
                process: StatusAnswer.Process(
                    started: house.clock.read(),
                    ledgerPath: "ledger.sqlite",
                    tzdata: { nil }
                ),
                configs: DaemonHandler.Configs(
                    reload: { await reload.run() },
                    read: { _, _ in ReadConfig(household: nil, diagnostics: []) }
                ),
                busy: .onThisMachine
            )
        }

        /// Lets it become noon.
        func wakeAtNoon() async throws {
            try house.clock.set("2026-01-09T12:00:00Z")
            await planning.wake()
            await outbox.settled()
        }
    }

    @Test func `one that the ledger refuses leaves channels, config and plan as they were`()
        async throws
    {
        let daemon = try await Reloaded(House.couple(at: "18:00", channels: ["new"]))
        let before = daemon.config.current
        daemon.ledger.set(broken: true)
        try daemon.house.clock.set("2026-01-09T11:00:00Z")
        let reply = await daemon.router.respond(
            to: ControlRequest(method: "POST", path: "/v1/reload", body: Array("{}".utf8))
        )
        #expect(reply.status == 500)
        let problem = try ControlJSON.read(Problem.self, from: reply.body)
        #expect(problem.kind == .failed)
        #expect(problem.detail.hasPrefix("the new config cannot be taken: "))
        #expect(problem.detail.hasSuffix("; the old one is kept"))
        daemon.ledger.set(broken: false)

        #expect(daemon.config.current.loaded == before.loaded)
        #expect(daemon.config.current.rejected.isEmpty)
        #expect(await daemon.planning.household.channels.map(\.id) == ["old"])
        try await daemon.wakeAtNoon()
        #expect(daemon.old.nudges.map(\.ritual) == ["noon"])
        #expect(daemon.new.nudges.isEmpty)
        #expect(try daemon.ledger.summary().deliveries == [.delivered: 1])
    }

    @Test func `what one that is taken makes due at once goes to its new channels`() async throws {
        var next = try House.couple(at: "18:00", channels: ["new"])
        next.rituals[0].id = "evening"
        let daemon = try await Reloaded(next)
        try daemon.house.clock.set("2026-01-09T11:00:00Z")
        guard case .taken = await daemon.reload.run() else {
            Issue.record("it was not taken")
            return
        }
        #expect(daemon.config.current.loaded == daemon.house.clock.read())
        #expect(await daemon.outbox.emitter(of: "old") == nil)
        try daemon.house.clock.set("2026-01-09T18:00:00Z")
        await daemon.planning.wake()
        await daemon.outbox.settled()
        #expect(daemon.new.nudges.map(\.ritual) == ["evening"])
    }

    @Test func `a new channel is known before the ledger has taken the config that names it`()
        async throws
    {
        let house = try House()
        let ledger = try house.openLedger()
        let (planning, outbox) = try house.parts(
            House.couple(channels: ["new"]),
            ledger: ledger,
            channels: [:]
        )
        let new = WatchedChannel()
        try await planning.start()
        await outbox.expect(["new": new])
        try house.clock.set("2026-01-09T12:00:00Z")
        // As where another channel's end has the outbox looked through meanwhile.
        await planning.wake()
        await outbox.settled()
        #expect(new.nudges.count == 1)
        #expect(try ledger.summary().deliveries == [.delivered: 1])
    }
}
