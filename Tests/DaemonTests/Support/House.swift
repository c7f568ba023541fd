import CivilTime
import Foundation
import Logging
import Recurrence
import Delivery
import Household
import Synchronization

@testable import Daemon
@testable import Ledger

/// A house to try the daemon's parts in: a clock that is set by hand, a real ledger in a folder of
/// its own, and channels that are watched.
final class House: Sendable {
    let clock = HandClock("2026-01-09T10:00:00Z")
    let alarm = WatchedAlarm()
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "rituald-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func openLedger() throws -> SQLiteLedger {
        try SQLiteLedger(directory: folder)
    }

    /// The ledger once more, after those who had it until now have let it go.
    ///
    /// A lane that has ended holds it until its task has returned, which nobody can await.
    func reopenLedger() async throws -> SQLiteLedger {
        while true {
            let opening = Result { () throws(LedgerError) in try SQLiteLedger(directory: folder) }
            guard case .failure(.inUse) = opening else {
                return try opening.get()
            }
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// A planner's actor and an outbox over the ledger, as the daemon makes them.
    func parts(
        _ household: Household,
        ledger: PlannerActor.Store,
        channels: [String: any Emitting],
        log: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        names: LogNames = LogNames(),
        feed: EventFeed = EventFeed(),
        decisionLog: any DecisionLogReading = NoDecisionLog(),
        report: @escaping @Sendable (PlannerActor.Event) -> Void = { _ in }
    ) throws -> (PlannerActor, Outbox) {
        let outbox = Outbox(
            household,
            ledger: ledger,
            emitters: channels,
            now: clock.read,
            log: log,
            names: names,
            feed: feed
        )
        let planning = try PlannerActor(
            household,
            ledger: ledger,
            outbox: outbox,
            alarm: alarm,
            now: clock.read,
            log: log,
            names: names,
            feed: feed,
            decisionLog: decisionLog,
            report: report
        )
        return (planning, outbox)
    }

    /// A couple in UTC with one ritual every day at noon.
    static func couple(
        at time: String = "12:00",
        channels: [String] = ["one"],
        change: (inout Ritual) -> Void = { _ in }
    ) throws -> Household {
        let step = try AnchoredStep(every: 1, .days, at: [ClockTime(parsing: time)])
        var ritual = Ritual(
            id: "noon",
            title: "Noon",
            occasion: .schedule(.every(step)),
            zone: .utc
        )
        ritual.lateWithin = Span(seconds: 3 * 3_600)
        change(&ritual)
        return Household(
            zone: .utc,
            partners: [Partner(id: "alex", name: "Alex", zone: .utc)],
            channels: channels.map { Channel(id: $0, kind: .journal) },
            rituals: [ritual]
        )
    }
}

/// A clock that shows what it is set to.
final class HandClock: Sendable {
    private let time: Mutex<Instant>

    init(_ text: String) {
        time = Mutex((try? Instant(parsing: text)) ?? Instant(secondsSinceEpoch: 0))
    }

    var read: @Sendable () -> Instant {
        { self.time.withLock { $0 } }
    }

    func set(_ text: String) throws {
        let instant = try Instant(parsing: text)
        time.withLock { $0 = instant }
    }
}

/// An alarm that only remembers what it was asked.
final class WatchedAlarm: Alarm {
    private let instant = Mutex<Instant?>(nil)

    var asked: Instant? { instant.withLock { $0 } }

    func set(_ instant: Instant?) {
        self.instant.withLock { $0 = instant }
    }
}
