package import CivilTime
package import Household
package import Planning

/// The durable record of decisions, deliveries and outcomes.
///
/// Every method is one whole transaction: it happens or it does not, and what it did survives a
/// crash. There is one writer. Errors are `LedgerError`.
package protocol LedgerWriting: Sendable {
    /// What a planner needs to go on at `now` where the last one stopped.
    func memory(at now: Instant) throws -> PlannerMemory

    /// Writes a step: its decisions with a pending delivery for each of their channels, its
    /// outcomes and those taken back, its holds and releases, its withdrawals, annulments and
    /// lapses, since when rituals are kept, the token that it spends, and the time reached.
    ///
    /// The first attempt at a delivery is due when the decision was made, or at its `notBefore`.
    /// An annulled stage loses its verdict, unless that told something, before the decisions are
    /// written. Of an outcome that is taken back the content is erased; that a *later* or a move was one stays,
    /// so that those after it keep their numbers. A release ends the holds of its scope before the new ones are
    /// written. Where the clock is turned back, lapses end at `through`.
    ///
    /// A decision for a stage that already has one is refused with `LedgerError.decidedTwice` and
    /// nothing of the step is written.
    func record(_ step: PlannerStep) throws

    /// The channels on which a delivery is due at `instant`, in the order in which they became due.
    ///
    /// A delivery is due once its next attempt is, and its channel does not rest. Those whose
    /// attempt a crash cut off are due once the ledger is opened anew; those in `sending` are not.
    /// What was written by a clock ahead of `instant`, be it an attempt's time or a rest, is over at
    /// once: it was reckoned from a time that never was.
    func channels(dueAt instant: Instant) throws -> [String]

    /// The deliveries that are due on `channel` at `instant`, at most `limit`, in the order in which
    /// they became due; also where the channel is disabled.
    func deliveries(dueAt instant: Instant, on channel: String, limit: Int) throws -> [Delivery]

    /// When the first delivery after `instant` becomes due, or `nil` where none waits for it.
    func nextAttempt(after instant: Instant) throws -> Instant?

    /// Notes that an attempt begins, before it does.
    ///
    /// Returns `false`, and notes nothing, where the delivery no longer waits: it was withdrawn
    /// since it was asked for, and must not be sent.
    func begin(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool

    /// Notes how a delivery goes on, and what its attempt came to where there was one.
    ///
    /// A delivery that was withdrawn meanwhile stays so, unless it did arrive.
    func finish(_ end: DeliveryEnd, at instant: Instant) throws

    /// Makes a delivery that waits or is dead due at once, with all its retries before it, and
    /// lifts its channel's rest, or switches the channel on again.
    ///
    /// Returns `false`, and does nothing, where there is none or it is in another state.
    func retry(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool

    /// Withdraws a delivery that is neither delivered nor withdrawn already.
    ///
    /// Returns `false`, and does nothing, where there is none or it is in another state.
    func drop(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool

    /// Notes that what was to be taken back, or was, is shown: it is open again.
    func reopen(_ delivery: Delivery.ID, at instant: Instant) throws

    /// Notes that a partner put a delivered nudge out of sight without an answer.
    func dismiss(_ delivery: Delivery.ID, at instant: Instant) throws

    /// Saves what is known of a channel now, from an attempt that no delivery is behind.
    func save(_ health: ChannelHealth) throws

    /// Switches a disabled channel on again, and ends its rest; `false` where it was neither.
    func enable(_ channel: String, at instant: Instant) throws -> Bool

    /// Enqueues a nudge that no decision is behind, on each of `channels`; one that is there stays as it is.
    ///
    /// On the channels of `carriers` it goes along with the nudge of that id.
    func enqueue(
        _ nudge: Nudge,
        on channels: [String],
        carriers: [String: String],
        at instant: Instant
    ) throws

    /// Makes of a delivery that waits and carries nudges of several partners one for each, all of them due at
    /// once.
    func separate(_ delivery: Delivery.ID, at instant: Instant) throws
}

/// What the ledger can be asked.
package protocol LedgerReading: LedgerHistory {
    /// Every decision about an occurrence, in the order they were made.
    func decisions(about occurrence: OccurrenceKey) throws -> [Decision]
    /// The decisions that a nudge tells, in the order they were made: its own, and those that were
    /// coalesced into it.
    func decisions(toldBy nudge: String) throws -> [Decision]
    /// Every outcome said of an occurrence that stands, in order.
    func outcomes(of occurrence: OccurrenceKey) throws -> [Outcome]
    /// The keys of the occurrences of `ritual` that have a decision or outcome, whose scheduled
    /// start lies on the given local date; for `ritualctl why RITUAL DATE`.
    func occurrences(of ritual: String, on date: CivilDate) throws -> [OccurrenceKey]
    /// Deliveries in any of `states`, newest first, at most `limit`.
    func deliveries(in states: Set<Delivery.State>, limit: Int) throws -> [Delivery]
    /// Deliveries caused by the decisions about an occurrence, oldest first.
    func deliveries(about occurrence: OccurrenceKey) throws -> [Delivery]
    /// One delivery; `nil` where there is none of that number.
    func delivery(_ id: Delivery.ID) throws -> Delivery?
    /// The attempts at a delivery, oldest first.
    func attempts(at delivery: Delivery.ID) throws -> [AttemptRecord]
    /// What is known of a channel; `nil` where nothing was sent by it yet.
    func health(of channel: String) throws -> ChannelHealth?
    /// Whether a step has spent the token; it is known until it has expired.
    func isSpent(_ token: SpentToken) throws -> Bool
    /// Figures for `ritualctl status`.
    func summary() throws -> LedgerSummary
}

/// Figures about the ledger.
package struct LedgerSummary: Hashable, Sendable {
    package var schemaVersion: Int
    package var bytes: Int64
    package var decisions: Int
    package var deliveries: [Delivery.State: Int]
    package var through: Instant?

    package init(
        schemaVersion: Int,
        bytes: Int64,
        decisions: Int,
        deliveries: [Delivery.State: Int],
        through: Instant?
    ) {
        self.schemaVersion = schemaVersion
        self.bytes = bytes
        self.decisions = decisions
        self.deliveries = deliveries
        self.through = through
    }
}

/// What can go wrong with a ledger; messages carry no bound values.
package enum LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    case decidedTwice(StageKey)
    /// The file was written by a newer rituald.
    case newerSchema(found: String)
    /// The file was written by a version that was never released.
    case developmentSchema
    /// The file cannot be opened, read or written; the text is SQLite's and names no content.
    case unavailable(String)
    /// The file, its directory or a link to it is somebody else's; the text says which.
    case foreign(String)
    /// Another process has the ledger open.
    case inUse
    /// The file is not a sound database.
    case corrupt(String)

    package var description: String {
        switch self {
        case .decidedTwice(let key): "stage '\(key)' is decided already"
        case .newerSchema(let found):
            "the ledger was written by a newer rituald: it has '\(found)', which this version does not know"
        case .developmentSchema:
            "the ledger was written by a development version, which this version cannot read: move 'ledger.sqlite' "
                + "and every 'ledger-backup-*.sqlite' beside it to another folder, and start rituald again"
        case .unavailable(let reason): "the ledger cannot be used: \(reason)"
        case .foreign(let what): "the ledger cannot be used: \(what)"
        case .inUse: "the ledger is in use by another rituald"
        case .corrupt(let reason): "the ledger is corrupt: \(reason)"
        }
    }
}
