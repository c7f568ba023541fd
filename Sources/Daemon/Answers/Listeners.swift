import CivilTime
import Delivery
import Household
import Logging
import Synchronization

/// Listens on channels for answers, each for as long as a message of it is open.
///
/// A connection that fails is followed by the next one after a wait, for which the daemon's one
/// alarm wakes.
actor Listeners {
    /// What is known of one channel that is listened to.
    private struct Ear {
        var endpoint: String?
        /// The connection; `nil` between two.
        var open: Task<Void, Never>?
        /// The number of the last connection, also where it was closed and has yet to end.
        var last = 0
        var place: String?
        /// How many connections in a row failed, or ended at once.
        var failures = 0
        var retry: Instant?
        var isRefused = false
    }

    private static let firstWait = Duration.seconds(5)
    private static let longestWait = Duration.seconds(300)
    /// A connection that ends sooner than this was of no use, unless it is one of a few.
    private static let short = Duration.seconds(5)
    private static let fewShort = 3

    private let outbox: Outbox
    private let ledger: PlannerActor.Store
    /// Takes an answer that was heard on a channel, perhaps again.
    private let hear: @Sendable (HeardAnswer, String, Bool) async -> Hearing
    private let now: @Sendable () -> Instant
    private let log: Logger
    /// Is called, from any task, when a connection has ended.
    private let report: @Sendable () -> Void
    private var ears: [String: Ear] = [:]
    private var number = 0
    private var isOver = false
    private let wake: PlannedWake

    init(
        outbox: Outbox,
        ledger: PlannerActor.Store,
        now: @escaping @Sendable () -> Instant,
        log: Logger,
        wake: PlannedWake = PlannedWake(),
        hear: @escaping @Sendable (HeardAnswer, String, Bool) async -> Hearing,
        report: @escaping @Sendable () -> Void
    ) {
        self.outbox = outbox
        self.ledger = ledger
        self.now = now
        self.log = log
        self.wake = wake
        self.hear = hear
        self.report = report
    }

    /// The channels that are listened to now.
    var listening: Set<String> { Set(ears.filter { $0.value.open != nil }.keys) }

    /// Opens and closes connections as the messages of a household's channels are open now.
    func follow(_ household: Household) async {
        let channels = household.channels.filter(\.listens).map(\.id)
        for gone in Set(ears.keys).subtracting(channels) {
            close(gone)
            ears[gone] = nil
        }
        var next: [Instant] = []
        for channel in channels {
            let emitter = await outbox.emitter(of: channel)
            guard !isOver, let listener = emitter?.listener, let until = openUntil(channel) else {
                close(channel)
                continue
            }
            if let ear = ears[channel], ear.endpoint != emitter?.endpoint {
                close(channel)
                ears[channel] = nil
            }
            next.append(until + .seconds(1))
            next += open(channel, by: listener, emitter?.endpoint).map { [$0] } ?? []
        }
        wake.time = next.min()
    }

    /// Closes all connections for good.
    func stop() {
        isOver = true
        for channel in ears.keys {
            close(channel)
        }
    }

    /// The time until which a message of a channel is open; `nil` where none is.
    private func openUntil(_ channel: String) -> Instant? {
        do {
            return try ledger.openUntil(on: channel, at: now())
        } catch {
            log.error("what is open on '\(channel)' cannot be read: \(error), ignoring")
            return nil
        }
    }

    /// Makes a connection where there is none, and returns the time to wait for where it has to wait.
    private func open(
        _ channel: String,
        by listener: any Listening,
        _ endpoint: String?
    ) -> Instant? {
        var ear = ears[channel] ?? Ear(endpoint: endpoint)
        guard ear.open == nil, !ear.isRefused else {
            return nil
        }
        let now = now()
        // A wait that began while the clock was ahead is over.
        if let retry = ear.retry, retry > now, retry <= now + .seconds(24 * 3_600) {
            return retry
        }
        number += 1
        let (own, place) = (number, ear.place)
        let task = Task.pooled { [hear] in
            // What the service still has at the first time was mostly heard before the start.
            let end = await listener.listen(from: place) { await hear($0, channel, place == nil) }
            await self.end(channel, own, end, begun: now)
        }
        (ear.open, ear.last) = (task, own)
        ear.retry = nil
        ears[channel] = ear
        return nil
    }

    private func end(
        _ channel: String,
        _ number: Int,
        _ end: ListeningEnd,
        begun: Instant
    ) {
        guard var ear = ears[channel], ear.last == number else {
            return
        }
        ear.place = end.place
        ears[channel] = ear
        guard ear.open != nil else {
            return
        }
        ear.open = nil
        var wait = Duration.zero
        switch end.result {
        case .heardOut where now() >= begun + Self.short: ear.failures = 0
        case .heardOut:
            ear.failures += 1
            wait = ear.failures > Self.fewShort ? Self.wait(after: ear.failures) : .zero
        case .failed(let asked):
            ear.failures += 1
            wait = max(Self.wait(after: ear.failures), asked ?? .zero)
        case .refused: ear.isRefused = true
        }
        ear.retry = wait > .zero ? now() + wait : nil
        ears[channel] = ear
        switch end.result {
        case .refused:
            log.error(
                "answers on '\(channel)' cannot be heard: \(end.detail); it is tried again once the settings change"
            )
        case .failed where ear.failures == 1:
            log.warning("answers on '\(channel)' cannot be heard now: \(end.detail), trying again")
        case .failed, .heardOut: break
        }
        report()
    }

    private func close(_ channel: String) {
        guard let open = ears[channel]?.open else {
            return
        }
        ears[channel]?.open = nil
        open.cancel()
    }

    private static func wait(after failures: Int) -> Duration {
        min(firstWait * (1 << min(failures - 1, 10)), longestWait)
    }
}
