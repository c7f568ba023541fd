import CivilTime
import ControlAPI
import Emitters
import Ledger
import Logging
import Delivery
import Household
import Planning
import Settings
import Synchronization
import SystemZones

/// The daemon: the one place where clock, planner, ledger, channels and control API meet.
///
/// It sleeps until something wakes it: a nudge or an attempt that is due, a clock that was set, new
/// zone rules, a signal, a request, or the service manager's watchdog.
struct Service: Sendable {
    private let options: ServiceOptions
    private let source: ConfigSource
    private let config: ConfigBox
    private let reloading: ConfigReload
    /// Keeps every other rituald from the state directory, for as long as this lives.
    private let lock: StateLock
    private let keeper: Keeper
    private let courier: Courier
    /// What channels say unasked, in order.
    private let events: AsyncStream<ChannelEvent>
    private let endEvents: @Sendable () -> Void
    private let alarm: AlarmClock
    private let end = BoundedEnd()
    private let notifier = ServiceNotifier()
    private let log: Logger
    private let names: LogNames
    private let clock = SystemClock()
    private let started: Instant

    /// Reads the config and opens the ledger; nothing is told before `run`.
    init(_ options: ServiceOptions, environment: [String: String], log: Logger) throws {
        self.options = options
        self.log = log
        let clock = clock
        started = clock.now()
        source = ConfigSource(path: options.config, environment: environment)
        let read = source.read()
        guard let household = read.household else {
            throw RejectedConfig(diagnostics: read.diagnostics)
        }
        // Before anything is kept in the state directory it is held.
        lock = try StateLock(on: options.state, in: options.lockFolders)
        let ledger = try SQLiteLedger(directory: options.state)
        let veil = Veil(folder: options.state)
        names = LogNames(veil: veil)
        names.learn(household)
        for diagnostic in read.diagnostics {
            log.warning("\(names.clean("\(diagnostic)"))")
        }
        config = ConfigBox(
            path: options.config,
            household: household,
            diagnostics: read.diagnostics,
            at: started
        )
        let (events, continuation) = AsyncStream.makeStream(of: ChannelEvent.self)
        self.events = events
        endEvents = { continuation.finish() }
        let channels = ChannelSetup(
            factory: EmitterFactory(
                secrets: SecretReader(credentialsDirectory: environment["CREDENTIALS_DIRECTORY"]),
                zones: source.zones,
                version: ProductVersion.current,
                environment: environment,
                state: options.state,
                veil: veil,
                now: { clock.now() },
                tell: { continuation.yield($0) }
            ),
            log: log
        )
        alarm = try AlarmClock(
            watchdogInterval: notifier.watchdogInterval.map { $0 / 2 },
            zones: source.watch()
        )
        courier = Courier(
            ledger: ledger,
            emitters: channels.emitters(for: household),
            now: { clock.now() },
            log: log,
            names: names
        )
        keeper = try Keeper(
            household,
            ledger: ledger,
            courier: courier,
            alarm: alarm,
            now: { clock.now() },
            log: log,
            names: names,
            witness: JournalWitness(names: names)
        )
        reloading = ConfigReload(
            read: { [source] in source.read() },
            emitters: { channels.emitters(for: $0) },
            keeper: keeper,
            courier: courier,
            config: config,
            now: { clock.now() },
            log: log,
            names: names
        )
    }

    /// Runs until SIGTERM or SIGINT; calls `began` when it sees to those itself.
    func run(began: @escaping @Sendable () -> Void) async throws {
        let (wakeups, continuation) = AsyncStream.makeStream(of: Wakeup.self)
        await keeper.whenTroubleChanges { await tellStatus() }
        await courier.whenIdle { [keeper, courier, clock] in
            await courier.dispatch(at: clock.now())
            await keeper.rearm()
            await keeper.rest()
        }
        await courier.serve { [keeper] in await keeper.household }
        await keeper.whenReopened { [answers] in
            // Beside: whoever took a word back does not wait for a desktop.
            Task.pooled { await answers.showAgain() }
        }
        try await keeper.start()
        let listening = listen()
        let responder = responder
        let server = try ControlServer(path: options.socket) { await responder.respond(to: $0) }
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        began()
        alarm.start { [end, courier] wakeup in
            if case .stop = wakeup {
                end.begin { await courier.giveUp() }
                stop.yield()
                return false
            }
            if case .terminated = continuation.yield(wakeup) {
                return false
            }
            return true
        }
        // Beside: a peer may hang in what is being handled when the word to stop comes.
        Task.pooled {
            await greet()
            for await wakeup in wakeups {
                await handle(wakeup)
            }
        }
        for await _ in stops {
            break
        }
        await self.stop(server, listening)
    }

    /// Takes what channels say, beside everything else: a desktop that hangs delays no timer.
    private func listen() -> Task<Void, Never> {
        Task.pooled { [events, answers] in
            await answers.showAgain()
            for await event in events {
                await answers.take(event)
            }
        }
    }

    private var answers: ChannelAnswers {
        ChannelAnswers(
            keeper: keeper,
            courier: courier,
            now: { [clock] in clock.now() },
            log: log
        )
    }

    private var responder: Responder {
        Responder(
            keeper: keeper,
            courier: courier,
            config: config,
            started: started,
            ledgerPath: options.ledgerPath,
            tzdata: source.zones.version(),
            now: { clock.now() },
            reload: { await reload() },
            readConfig: { [source] in source.read($0, file: $1) }
        )
    }

    /// Handles what woke the daemon.
    private func handle(_ wakeup: Wakeup) async {
        switch wakeup {
        case .due, .clockSet:
            await keeper.wake()
            await tellStatus()
        case .watchdog:
            notifier.alive()
        case .reload, .zonesChanged:
            let outcome = await reload()
            if case .zonesChanged = wakeup, case .taken = outcome {
                log.notice("time zone rules have changed and were read anew")
            }
        case .stop:
            break
        }
    }

    /// Reads the config anew: a good one takes the place of the old, a bad one changes nothing.
    private func reload() async -> ConfigReload.Outcome {
        notifier.reloading()
        let outcome = await reloading.run()
        notifier.ready(await statusLine())
        return outcome
    }

    private func greet() async {
        let line = await statusLine()
        log.notice("keeping \(line)")
        log.notice("ask: \(options.controlHint) upcoming")
        if let channel = await keeper.household.channels.first {
            log.notice("see a nudge now: \(options.controlHint) send-test \(channel.id)")
        }
        notifier.ready(line)
    }

    private func tellStatus() async {
        notifier.status(await statusLine())
    }

    /// `9 rituals for two partners; next: a ritual, today 20:30`, for the log and for everybody who may
    /// ask the service manager: without titles.
    private func statusLine() async -> String {
        if let trouble = await keeper.trouble {
            return "\(config.summary); \(trouble)"
        }
        let now = clock.now()
        let planner = await keeper.planner
        guard let next = Agenda(planner).upcoming(after: now, count: 1).first else {
            return "\(config.summary); nothing is coming"
        }
        let when = RelativeTime(now: now, zone: planner.household.zone).moment(next.start.instant)
        return "\(config.summary); next: a ritual, \(when)"
    }

    /// Ends in order: what may hang comes after what has to be written.
    private func stop(_ server: ControlServer, _ listening: Task<Void, Never>) async {
        notifier.stopping()
        log.notice("stopping")
        await courier.finish()
        guard end.beginWriting() else {
            return
        }
        await keeper.stop()
        end.endWriting()
        RunningPrograms.end()
        await courier.leave()
        server.stop()
        endEvents()
        await listening.value
    }
}

/// A config with errors in it, at start.
struct RejectedConfig: Error {
    let diagnostics: [Diagnostic]
}
