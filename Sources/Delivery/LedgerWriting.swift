package import CivilTime
package import Household
package import Planning

/// The durable record of decisions, deliveries and outcomes.
///
/// Every method is one whole transaction: it happens or it does not, and what it did survives a
/// crash. There is one writer. Errors are `LedgerError`.
package protocol LedgerWriting: Sendable {
    /// Returns the memory with which a planner continues at `now` where the last one stopped.
    func memory(at now: Instant) throws -> PlannerMemory

    /// Writes a step: its decisions with a pending delivery for each of their channels, its
    /// outcomes and those taken back, its holds and releases, its withdrawals, annulments and
    /// expired spans, since when rituals are kept, the token that it spends, and the time reached.
    ///
    /// The first attempt at a delivery is due when the decision was made, or at its `notBefore`; that of
    /// a fallback, when it may be needed. An
    /// annulled stage loses its decision, unless a nudge was made for it, before the new decisions
    /// are written. The content of an outcome that is taken back is erased; a *later* or a move
    /// keeps its kind, so that later ones keep their numbers. A release ends the holds of its scope
    /// before the new holds are written. Where the clock is turned back, expired spans are cut off
    /// at `began`.
    ///
    /// A decision for a stage that already has one is refused with `LedgerError.decidedTwice` and
    /// nothing of the step is written.
    func record(_ step: PlannerStep) throws

    /// The channels on which a delivery is due at `instant`, in the order in which they became due.
    ///
    /// A delivery is due once its next attempt is, and its channel is in no cool-down. A delivery
    /// whose attempt a crash interrupted is due once the ledger is opened again; a delivery in
    /// `sending` is not. The time of an attempt or of a cool-down counts as past if it was written
    /// while the clock was ahead of `instant`.
    func channels(dueAt instant: Instant) throws -> [String]

    /// The deliveries that are due on `channel` at `instant`, at most `limit`, in the order in which
    /// they became due; also where the channel is disabled.
    func deliveries(dueAt instant: Instant, on channel: String, limit: Int) throws -> [Delivery]

    /// When the first delivery after `instant` becomes due, or `nil` where none waits for it.
    func nextAttempt(after instant: Instant) throws -> Instant?

    /// Records that an attempt begins, before it does.
    ///
    /// Returns `false`, and records nothing, where the delivery is no longer pending: it was
    /// withdrawn since it was read, and must not be sent.
    func begin(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool

    /// Records the new state of a delivery, and the result of its attempt where there was one.
    ///
    /// A delivery that was withdrawn meanwhile stays so, unless it did arrive. Where the last of the
    /// first ways of a nudge is lost, its fallbacks become due at once.
    func finish(_ end: DeliveryEnd, at instant: Instant) throws

    /// Makes a pending or dead delivery due at once, with all its retries ahead, and ends its
    /// channel's cool-down or enables the channel again.
    ///
    /// Returns `false`, and does nothing, where there is none or it is in another state.
    func retry(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool

    /// Withdraws a delivery that is neither delivered nor withdrawn already.
    ///
    /// Returns `false`, and does nothing, where there is none or it is in another state.
    func drop(_ delivery: Delivery.ID, at instant: Instant) throws -> Bool

    /// Records that a nudge which was withdrawn, or was to be, is shown again, because it is open
    /// again.
    func reopen(_ delivery: Delivery.ID, at instant: Instant) throws

    /// Records that a partner dismissed a delivered nudge without an answer.
    func dismiss(_ delivery: Delivery.ID, at instant: Instant) throws

    /// Records that a partner was seen to look at a delivered nudge.
    func see(_ delivery: Delivery.ID, at instant: Instant) throws

    /// Makes every delivery due that a channel puts off.
    func release(_ channel: String, at instant: Instant) throws

    /// Saves a channel's health after an attempt without a delivery, such as a test.
    func save(_ health: ChannelHealth) throws

    /// Enables a disabled channel and ends its cool-down; returns `false` where it had neither.
    func enable(_ channel: String, at instant: Instant) throws -> Bool

    /// Enqueues a nudge without a decision on each of `channels`; an existing delivery stays as it
    /// is.
    ///
    /// On a channel of `carriers` the nudge is added to the delivery of the nudge with that id.
    func enqueue(
        _ nudge: Nudge,
        on channels: [String],
        carriers: [String: String],
        at instant: Instant
    ) throws

    /// Splits a pending delivery of several partners' nudges into one delivery for each, due at
    /// once.
    func separate(_ delivery: Delivery.ID, at instant: Instant) throws
}

/// Reads the ledger.
package protocol LedgerReading: LedgerHistory {
    /// Every decision about an occurrence, in the order they were made.
    func decisions(about occurrence: OccurrenceKey) throws -> [Decision]
    /// The decisions that a nudge is about, in the order they were made: its own, and those that
    /// were coalesced into it.
    func decisions(toldBy nudge: String) throws -> [Decision]
    /// The outcomes of an occurrence that were not taken back, in order.
    func outcomes(of occurrence: OccurrenceKey) throws -> [Outcome]
    /// The keys of the occurrences of `ritual` that have a decision or outcome, whose scheduled
    /// start lies on the given local date; for `ritualctl why RITUAL DATE`.
    func occurrences(of ritual: String, on date: CivilDate) throws -> [OccurrenceKey]
    /// Deliveries in any of `states`, newest first, at most `limit`.
    func deliveries(in states: Set<Delivery.State>, limit: Int) throws -> [Delivery]
    /// Deliveries caused by the decisions about an occurrence, oldest first.
    func deliveries(about occurrence: OccurrenceKey) throws -> [Delivery]
    /// One delivery; `nil` where there is none with that id.
    func delivery(_ id: Delivery.ID) throws -> Delivery?
    /// How the deliveries of a nudge fare that come before its fallbacks.
    func firstWay(of nudge: String) throws -> FirstWay
    /// The latest expiry of the messages that are shown on a channel and have not expired at
    /// `instant`; `nil` where there is none. It looks at the last thousand deliveries.
    func openUntil(on channel: String, at instant: Instant) throws -> Instant?
    /// The delivery whose message the service gave that name on a channel; `nil` where there is none.
    func delivery(named message: String, on channel: String) throws -> Delivery?
    /// The attempts at a delivery, oldest first.
    func attempts(at delivery: Delivery.ID) throws -> [AttemptRecord]
    /// The health of a channel; `nil` where nothing was sent on it yet.
    func health(of channel: String) throws -> ChannelHealth?
    /// Whether a step has spent the token; the ledger knows until the token has expired.
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
    /// How many deliveries each channel puts off.
    package var held: [String: Int]
    package var through: Instant?

    package init(
        schemaVersion: Int,
        bytes: Int64,
        decisions: Int,
        deliveries: [Delivery.State: Int],
        held: [String: Int] = [:],
        through: Instant?
    ) {
        self.schemaVersion = schemaVersion
        self.bytes = bytes
        self.decisions = decisions
        self.deliveries = deliveries
        self.held = held
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
    /// The file, its directory or a link to it is another user's; the text says which.
    case foreign(String)
    /// Another process has the ledger open.
    case inUse
    /// The file is corrupt; the text says how.
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
