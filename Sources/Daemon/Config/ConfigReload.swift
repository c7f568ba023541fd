import CivilTime
import Logging
import Delivery
import Household
import Planning
import Settings

/// Takes a new config in place of the one that is kept: all of it, or nothing.
///
/// The ledger hears of it first. Channels, and what is said of the config, change only once that is
/// written, so a ledger that refuses leaves everything as it was.
actor ConfigReload {
    /// What became of a config that was read anew.
    enum Outcome: Sendable {
        case taken(ReadConfig, Household)
        /// It has errors.
        case rejected(ReadConfig)
        /// The ledger could not be written; the text says why.
        case refused(String)
    }

    private let read: @Sendable () -> ReadConfig
    private let emitters: @Sendable (Household, Machine) -> [String: any Emitting]
    private let planning: PlannerActor
    private let outbox: Outbox
    private let config: CurrentConfig
    private let taken: @Sendable (Household) -> Void
    private let now: @Sendable () -> Instant
    private let log: Logger
    private let names: LogNames
    /// The last that was begun: two at once would mix the channels of one with the plan of the other.
    private var last: Task<Outcome, Never>?

    /// `read` reads the config as it is now; `emitters` makes the channels of a household ready;
    /// `taken` is called with each that was taken, in their order.
    init(
        read: @escaping @Sendable () -> ReadConfig,
        emitters: @escaping @Sendable (Household, Machine) -> [String: any Emitting],
        planning: PlannerActor,
        outbox: Outbox,
        config: CurrentConfig,
        taken: @escaping @Sendable (Household) -> Void = { _ in },
        now: @escaping @Sendable () -> Instant,
        log: Logger,
        names: LogNames
    ) {
        self.read = read
        self.emitters = emitters
        self.planning = planning
        self.outbox = outbox
        self.config = config
        self.taken = taken
        self.now = now
        self.log = log
        self.names = names
    }

    /// Reads the config and takes it, after every other that was begun before.
    func run() async -> Outcome {
        let task = Task.pooled { [last] in
            _ = await last?.value
            return await self.takeNext()
        }
        last = task
        return await task.value
    }

    private func takeNext() async -> Outcome {
        let read = read()
        if let household = read.household {
            names.learn(household)
        }
        for diagnostic in read.diagnostics {
            let level: Logger.Level = diagnostic.severity == .error ? .error : .warning
            log.log(level: level, "\(names.clean("\(diagnostic)"))")
        }
        guard let household = read.household else {
            config.reject(read.diagnostics)
            log.error("config rejected, the old one is kept")
            return .rejected(read)
        }
        let emitters = emitters(household, read.machine)
        await outbox.expect(emitters)
        do {
            try await planning.perform(.newHousehold(household, at: now())) { [outbox] in
                await outbox.replace(emitters, for: household)
            }
        } catch {
            await outbox.forgetExpected()
            log.error("the new config cannot be taken: \(error); the old one is kept")
            return .refused("\(error)")
        }
        config.keep(household, of: read, at: now())
        taken(household)
        log.notice("config reloaded from \(config.current.path): \(config.summary)")
        return .taken(read, household)
    }
}
