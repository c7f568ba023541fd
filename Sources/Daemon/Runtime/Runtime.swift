import CivilTime
import ControlAPI
import Delivery
import Emitters
import Glibc
import Household
import Ledger
import Logging
import Planning
import Settings
import SystemZones

/// The daemon: the one place where clock, planner, ledger, channels and control API meet.
///
/// The runtime sleeps until an event arrives on its one stream (`RuntimeEvent`) or a request on the
/// control socket. One task handles the events in order. What channels report is passed on to a
/// second task, because a desktop that hangs must delay no timer. `stop` ends both.
struct Runtime: Sendable {
    let options: RuntimeOptions
    private let source: ConfigSource
    let config: CurrentConfig
    private let reloading: ConfigReload
    /// Locks the state directory against any other rituald, for as long as the runtime exists.
    private let lock: StateLock
    let planning: PlannerActor
    private let outbox: Outbox
    private let feed = EventFeed()
    private let calendars: CalendarMemory
    private let calendar: CalendarWriter
    private let answers: ChannelAnswers
    private let phones: AnswerServer
    private let listeners: Listeners
    private let heard: HeardAnswers
    private let busy: PartnerCalendars
    private let collisions: CollisionWatch
    private let events: AsyncStream<RuntimeEvent>
    private let post: AsyncStream<RuntimeEvent>.Continuation
    private let alarm: AlarmClock
    private let end = BoundedEnd()
    let notifier = ServiceNotifier()
    let log: Logger
    private let clock = SystemClock()
    private let started: Instant

    /// Reads the config and opens the ledger; no nudge is delivered before `run`.
    ///
    /// - Throws: `RejectedConfig`, `StateInUse`, `LedgerError`, `SystemError`.
    init(_ options: RuntimeOptions, environment: [String: String], log: Logger) throws {
        self.options = options
        self.log = log
        let now: @Sendable () -> Instant = { [clock] in clock.now() }
        started = now()
        source = ConfigSource(path: options.config, environment: environment)
        let read = source.read()
        guard let household = read.household else {
            throw RejectedConfig(diagnostics: read.diagnostics)
        }
        // The state directory is locked before anything is written there.
        lock = try StateLock(on: options.state, in: options.lockFolders)
        let ledger = try SQLiteLedger(directory: options.state)
        let veil = Veil(Self.key(Veil.file, options, log))
        calendars = CalendarMemory(CalendarIdentity { veil.token($0) })
        let tokens = AnswerTokens(Self.key(AnswerTokens.file, options, log))
        let names = LogNames(veil: veil)
        names.learn(household)
        for diagnostic in read.diagnostics { log.warning("\(names.clean("\(diagnostic)"))") }
        config = CurrentConfig(
            path: options.config,
            household: household,
            machine: read.machine,
            diagnostics: read.diagnostics,
            isOutputJournal: JournalStream.isBehind(
                STDOUT_FILENO,
                named: environment["JOURNAL_STREAM"]
            ),
            at: started
        )
        let (events, post) = AsyncStream.makeStream(of: RuntimeEvent.self)
        (self.events, self.post) = (events, post)
        let secrets = SecretReader(credentialsDirectory: environment["CREDENTIALS_DIRECTORY"])
        busy = PartnerCalendars(
            text: CalendarText(secrets: secrets, version: ProductVersion.current),
            zones: source.zones
        )
        let latest = LatestCalendar()
        let channels = ChannelSetup(
            factory: EmitterFactory(
                secrets: secrets,
                zones: source.zones,
                version: ProductVersion.current,
                environment: environment,
                state: options.state,
                seat: Seat(environment: environment) { post.yield(.wakeup(.wokenUp)) },
                veil: veil,
                answers: tokens,
                now: now,
                tell: { post.yield(.channel($0)) }
            ),
            calendar: CalendarSetup(
                secrets: secrets,
                identity: calendars.identity,
                latest: latest,
                now: now
            ),
            log: log
        )
        alarm = try AlarmClock(
            watchdogInterval: notifier.watchdogInterval.map { $0 / 2 },
            zones: Self.zoneWatch(source, log)
        )
        outbox = Outbox(
            household,
            ledger: ledger,
            emitters: channels.emitters(for: household, on: read.machine),
            now: now,
            log: log,
            names: names,
            feed: feed,
            report: { post.yield(.outbox($0)) }
        )
        let (wake, comparing) = (PlannedWake(), PlannedWake())
        planning = try PlannerActor(
            household,
            ledger: ledger,
            outbox: outbox,
            alarm: alarm,
            now: now,
            log: log,
            names: names,
            feed: feed,
            decisionLog: JournalDecisionLog(names: names),
            alsoWake: { [wake.time, comparing.time].compactMap(\.self).min() },
            report: { post.yield(.planner($0)) }
        )
        let uploads = CalendarUploads(ledger, outbox, now: now, log: log)
        calendar = CalendarWriter(
            planning,
            calendars.identity,
            latest: latest,
            log: log,
            enqueue: { await uploads.enqueue(in: $0) },
            target: { [config] in config.current.machine.calendar }
        )
        answers = ChannelAnswers(
            planning: planning,
            outbox: outbox,
            ledger: ledger,
            now: now,
            log: log,
            names: names
        )
        collisions = CollisionWatch(
            planning: planning,
            calendars: busy,
            wake: comparing,
            now: now,
            log: log,
            names: names
        )
        let heard = HeardAnswers(answers, tokens: tokens)
        self.heard = heard
        listeners = Listeners(
            outbox: outbox,
            ledger: ledger,
            now: now,
            log: log,
            wake: wake,
            hear: { await heard.hear($0, on: $1, isReplay: $2) },
            report: { post.yield(.listeners) }
        )
        let phoneAnswers = AnswerResponder(
            answers: answers,
            planning: planning,
            ledger: ledger,
            tokens: tokens,
            now: now,
            log: log,
            names: names
        )
        phones = AnswerServer(path: options.answerSocket, log: log) {
            await phoneAnswers.respond(to: $0)
        }
        reloading = ConfigReload(
            read: { [source] in source.read() },
            emitters: { channels.emitters(for: $0, on: $1) },
            planning: planning,
            outbox: outbox,
            config: config,
            taken: { [phones] in
                phones.follow($0)
                post.yield(.configTaken)
            },
            now: now,
            log: log,
            names: names
        )
    }

    private static func key(_ name: String, _ options: RuntimeOptions, _ log: Logger) -> KeyFile {
        let key = KeyFile(name, in: options.state)
        if let problem = key.problem { log.warning("\(problem)") }
        return key
    }

    /// Runs until SIGTERM or SIGINT; calls `began` when the runtime handles these signals itself.
    func run(began: @escaping @Sendable () -> Void) async throws {
        await outbox.announceDisabled()
        try await planning.start()
        let router = router
        let passed = PassedSocket.take(at: options.socket)
        if passed.others > 0 {
            log.warning(
                """
                the socket unit listens elsewhere than at '\(options.socket)', where rituald is told to: nobody \
                answers there
                """
            )
        }
        let server = try ControlServer(path: options.socket, passed: passed.file) {
            await router.respond(to: $0)
        }
        phones.follow(await planning.household)
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        let (channelEvents, passOn) = AsyncStream.makeStream(of: ChannelEvent?.self)
        let (turns, compare) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        began()
        alarm.start { [end, outbox, post] wakeup in
            if case .stop = wakeup {
                end.begin { await outbox.giveUp() }
                stop.finish()
                return false
            }
            post.yield(.wakeup(wakeup))
            return true
        }
        await withTaskGroup { group in
            group.addTask { await handleEvents(passingOn: passOn, comparing: compare) }
            // To read a calendar may take long.
            group.addTask {
                for await _ in turns {
                    await collisions.look()
                }
            }
            group.addTask {
                for await event in channelEvents {
                    await handle(event)
                }
            }
            for await _ in stops {}
            await self.stop(server)
            group.cancelAll()
        }
    }

    // MARK: - Events

    /// Handles the events of the stream, in order.
    private func handleEvents(
        passingOn channels: AsyncStream<ChannelEvent?>.Continuation,
        comparing calendars: AsyncStream<Void>.Continuation
    ) async {
        channels.yield(nil)
        await greet()
        await listen()
        calendars.yield()
        for await event in events {
            switch event {
            case .wakeup(let wakeup):
                await handle(wakeup)
                if wakeup.mayBringDates {
                    calendars.yield()
                }
            case .channel(let event):
                channels.yield(event)
            case .outbox(.laneIdle):
                await outbox.dispatch(at: clock.now())
                await listen()
                await planning.performMaintenance()
            case .listeners: await listen()
            case .configTaken:
                await calendar.refresh()
                calendars.yield()
            case .planner(.ledgerStateChanged):
                await reportStatus()
            case .planner(.changed): await calendar.refresh()
            case .planner(.reopened):
                channels.yield(nil)
            }
        }
    }

    /// The watch over the rules of zones; `nil` where the system has none left: nudges are worth more.
    private static func zoneWatch(_ source: ConfigSource, _ log: Logger) -> ZoneWatch? {
        do {
            return try source.watch()
        } catch {
            log.warning(
                "changes of time zones are noticed at the next start only: \(error) (see fs.inotify.max_user_instances)"
            )
            return nil
        }
    }

    private func handle(_ wakeup: Wakeup) async {
        switch wakeup {
        case .due, .clockSet, .wokenUp:
            await planning.wake()
            await listen()
            await reportStatus()
        case .watchdog:
            // What hangs in the planner hangs here, too, and leaves the watchdog unfed.
            await planning.takeTurn()
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

    /// Listens where a message is open now, and nowhere else.
    private func listen() async {
        await listeners.follow(await planning.household)
        await planning.setAlarm()
    }

    /// Handles what a channel reported; without an event, shows open nudges again on every desktop.
    private func handle(_ event: ChannelEvent?) async {
        if let event {
            await answers.take(event)
        } else {
            await answers.showAgain()
        }
    }

    /// Reads the config again: a valid config replaces the old one, an invalid config changes
    /// nothing.
    private func reload() async -> ConfigReload.Outcome {
        notifier.reloading()
        let outcome = await reloading.run()
        await listen()
        notifier.ready(await statusLine())
        return outcome
    }

    private var router: ControlRouter {
        ControlRouter(
            planning: planning,
            outbox: outbox,
            config: config,
            process: StatusAnswer.Process(
                started: started,
                ledgerPath: options.ledgerPath,
                tzdata: { [zones = source.zones] in zones.version() },
                isOutputJournal: config.isOutputJournal,
                refusals: { [heard] in heard.refusals }
            ),
            configs: DaemonHandler.Configs(
                reload: { await reload() },
                read: { [source] in source.read($0, file: $1) }
            ),
            busy: busy,
            feed: feed,
            calendars: calendars
        )
    }

    /// Stops the parts in order: those that have to write come before those that may hang.
    private func stop(_ server: ControlServer) async {
        notifier.stopping()
        log.notice("stopping")
        // What was said is taken before the ledger is closed; what is said from here on finds the next start.
        feed.end()
        await listeners.stop()
        await server.quiesce()
        await outbox.finish()
        guard end.beginWriting() else {
            return
        }
        await planning.stop()
        end.endWriting()
        RunningPrograms.end()
        await outbox.leave()
        phones.stop()
        server.stop()
        post.finish()
    }
}

/// The config has errors when the daemon starts.
struct RejectedConfig: Error {
    let diagnostics: [Diagnostic]
}
