import CivilTime
import Daemon
import Delivery
import Emitters
import Household
import Ledger
import Planning
import TestKit

/// Ten years of a household, with everything that can go wrong, as the dice of one seed fall.
///
/// The planner, the ledger and the way they are kept together are the daemon's own; the disk, the clock
/// and the channels are the simulation's. It knows no time but its own, so a seed has one log.
package final class Life {
    package let seed: UInt64
    package private(set) var log: LifeLog
    /// What must not happen and did.
    package var breaches: [String] { oracle.breaches }

    let oracle = Oracle()
    let disk = FrailDisk()
    var dice: Dice
    /// Dice of their own for what came to these lives later, so that all else falls as it did.
    var fate: Dice
    /// The same for pauses; `nil` in a life without any.
    var pauses: Dice?
    var households: SparseHouseholds
    var household: Household
    let folder: String
    private let diskName: String
    /// The true time, and how far the machine's clock is from it.
    var world: Instant
    var skew = Duration.zero
    let end: Instant

    var ledger: TappedLedger?
    var kept: TransactionalPlanner?
    /// When a process that does not run starts, in the true time.
    var startsAt: Instant
    /// Until when the machine is suspended.
    var wakesAt: Instant?
    /// When a ledger in trouble is tried again, by the machine's clock.
    var retryAt: Instant?
    /// What ends by itself, in the true time.
    var reliefs: [(at: Instant, what: Relief)] = []
    /// Channels that answer with a failure.
    var downChannels: Set<String> = []
    /// Where in an attempt the process dies next.
    var deathInAttempt: AttemptPoint?

    enum Relief: Sendable { case disk, clock, channel(String) }
    enum AttemptPoint: Sendable { case before, after }

    /// - Parameters:
    ///   - seed: what decides everything.
    ///   - days: how long the life is.
    ///   - isDense: whether rituals may come many times a day.
    ///   - hasPauses: whether somebody calls a pause at times.
    ///   - keepsLog: whether the log is kept as text.
    /// - Throws: what a date or rule of the household's dice is wrong about.
    package init(
        seed: UInt64,
        days: Int64 = 3_653,
        isDense: Bool = false,
        hasPauses: Bool = true,
        keepsLog: Bool = false
    ) throws {
        self.seed = seed
        log = LifeLog(keepsLines: keepsLog)
        dice = Dice(seed: seed &* 0x9E37_79B9 &+ 0x11FE)
        fate = Dice(seed: seed &+ 0xFA7E)
        pauses = hasPauses ? Dice(seed: seed &+ 0x9A05E) : nil
        households = try SparseHouseholds(seed: seed, isDense: isDense)
        world = try households.start()
        household = try households.household()
        startsAt = world
        end = world + .seconds(days * 86_400)
        diskName = "\(seed)-\(UInt64.random(in: 0...UInt64.max))"
        folder = FrailDisks.add(disk, named: diskName)
    }

    deinit {
        FrailDisks.remove(diskName)
    }

    var clock: Instant { world + skew }

    func note(_ line: String) {
        log.add("\(world) \(skew == .zero ? "" : "(clock \(clock)) ")\(line)")
    }

    /// Lives to the end.
    package func live() throws {
        var next = world + gap()
        while world < end, oracle.breaches.count < 20 {
            let event = min(nextEvent() ?? next, next)
            if event >= end {
                break
            }
            world = max(world, event)
            try relieve()
            if kept == nil, startsAt <= world {
                try survive { try start() }
            } else if event < next || isDueNow {
                try survive { try wake() }
            }
            if world >= next {
                try survive { try happen() }
                next = world + gap()
            }
        }
        try finish()
    }

    /// The time to the next thing that happens by chance: a week in the mean.
    private func gap() -> Duration {
        .seconds(dice.chance(30) ? dice.roll(1...3_600) : dice.roll(3_600...1_700_000))
    }

    private var isDueNow: Bool {
        nextWake().map { $0 <= world } ?? false
    }

    /// When something happens by itself.
    private func nextEvent() -> Instant? {
        let start = kept == nil ? startsAt : nil
        return [start, nextWake(), reliefs.map(\.at).min()].compactMap(\.self).min()
    }

    /// When the alarm rings, in the true time.
    private func nextWake() -> Instant? {
        guard let kept, let ledger else {
            return nil
        }
        let attempt = try? ledger.nextAttempt(after: clock)
        let due = [kept.planner.nextDue, attempt, retryAt].compactMap(\.self).min()
        return due.map { max($0 - skew, wakesAt ?? .distantPast) }
    }

    /// Ends what has lasted long enough.
    private func relieve() throws {
        for relief in reliefs where relief.at <= world {
            switch relief.what {
            case .disk:
                disk.fault = nil
                note("the disk is well")
            case .clock:
                note("the clock is set right")
                skew = .zero
                try survive { try wake() }
            case .channel(let channel):
                downChannels.remove(channel)
                note("\(channel) answers again")
            }
        }
        reliefs.removeAll { $0.at <= world }
        if let wakesAt, wakesAt <= world {
            self.wakesAt = nil
        }
    }

    // MARK: - The process

    /// Runs what the process does, and buries it where it dies.
    func survive(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch is ProcessDied {
            bury(losesPower: dice.chance(30))
        } catch {
            guard disk.isDead else {
                throw error
            }
            bury(losesPower: dice.chance(30))
        }
    }

    /// The process is gone; another one starts in a while.
    func bury(losesPower: Bool) {
        disk.die()
        kept = nil
        ledger = nil
        if losesPower {
            disk.losePower(&dice)
        }
        oracle.processDied()
        deathInAttempt = nil
        let down = dice.pick([0, 1, 60, 3_600, 86_400, dice.roll(0...30 * 86_400)])
        startsAt = world + .seconds(down)
        note("the process died\(losesPower ? " and the power failed" : ""), down for \(down) s")
    }

    private func start() throws {
        disk.revive()
        let store: SQLiteLedger
        do {
            store = try SQLiteLedger(database: "\(folder)/ledger.sqlite")
        } catch {
            note("cannot start: \(error)")
            guard disk.fault != nil else {
                throw error
            }
            startsAt = world + .seconds(10_800)
            return
        }
        let ledger = TappedLedger(store, disk: disk, oracle: oracle)
        guard !disk.isDead else {
            throw ProcessDied()
        }
        oracle.starts(with: store, whole, at: clock, isSound: disk.fault == nil)
        self.ledger = ledger
        var kept = try TransactionalPlanner(whole, ledger: ledger, now: clock)
        let result = try kept.reach(clock, always: true)
        self.kept = kept
        note("started")
        report(result)
        try deliver()
    }

    func wake() throws {
        guard kept != nil else {
            return
        }
        try ledger?.flush()
        if let result = try kept?.reach(clock) {
            report(result)
        }
        try deliver()
    }

    /// Hands over what is due, as the outbox does, and asks to be woken.
    func deliver() throws {
        guard let ledger else {
            return
        }
        try hand(over: ledger)
        retryAt = ledger.store.degradedReason == nil ? nil : clock + .seconds(24 * 3_600)
        if let due = kept?.planner.nextDue, due <= kept?.planner.through ?? clock {
            oracle.breach("due at \(due), which is not after \(clock)")
        }
    }

    func report(_ result: TransactionalPlanner.Result) {
        for key in result.dropped {
            oracle.breach("the planner decided again what the ledger knows: \(key)")
        }
        if let from = result.turnedBack {
            note("turned back from \(from)")
            oracle.turnedBack(household, to: clock, result.step)
        }
        for decision in result.step.decisions {
            note("\(decision.verdict) \(decision.key), due \(decision.due): \(decision.reason)")
        }
        if ledger?.store.degradedReason != nil {
            note("in memory")
        }
    }

    private func finish() throws {
        disk.fault = nil
        disk.writesUntilDeath = nil
        deathInAttempt = nil
        downChannels = []
        skew = .zero
        wakesAt = nil
        if kept == nil {
            try start()
        }
        try wake()
        if let ledger {
            oracle.checkEverything(ledger.store, household, at: clock)
        }
        note("the end")
    }
}
