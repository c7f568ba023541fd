package import CivilTime
package import Delivery
import Household
package import Planning
package import Settings

/// `GET /v1/status`: the health of the daemon.
package struct StatusMessage: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
        case version, pid, started, now, config, zone, ledger, channels, holds, pauses
        case nextNudge = "next_nudge"
        case next
    }

    package var version = ProductVersion.current
    package var pid: Int
    package var started: Instant
    package var now: Instant
    package var config: Config
    package var zone: Zone
    package var ledger: Ledger
    package var channels: [Channel]
    /// The holds that apply now or will.
    package var holds: [HoldMessage] = []
    /// The pauses that are open: the return is still to come.
    package var pauses: [PauseMessage] = []
    /// When the daemon next has something to do; `null` where nothing is ahead.
    package var nextNudge: Instant?
    package var next: OccurrenceMessage?

    /// The config in use.
    package struct Config: Hashable, Sendable, Codable {
        package var path: String
        /// When it was read.
        package var loaded: Instant
        package var rituals: Int
        package var partners: Int
        /// The diagnostics of the last reload that was rejected; empty where the last reload was
        /// not rejected.
        package var rejected: [DiagnosticMessage] = []
    }

    /// The household's zone, and the zone rules in use.
    package struct Zone: Hashable, Sendable, Codable {
        package var name: String
        /// The version of the system's zone rules, such as `2026f`; `null` where the system does
        /// not say.
        package var tzdata: String?
    }
}

extension StatusMessage {
    /// Figures about the ledger.
    package struct Ledger: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey {
            case path, schema, bytes, decisions, deliveries, through
            case degradedReason = "degraded"
            case degradedSince = "degraded_since"
            case unwritableAtStart = "unwritable_at_start"
            case repair
        }

        package var path: String
        package var schema: Int
        package var bytes: Int64
        package var decisions: Int
        package var deliveries: Deliveries
        /// The time up to which everything due is decided; `null` in a new ledger.
        package var through: Instant?
        /// Why the ledger cannot be written now; `null` where it can.
        package var degradedReason: String?
        /// Since when the ledger cannot be written; `null` where it can.
        package var degradedSince: Instant?
        /// Whether the ledger could not be written when the daemon started, nor since.
        package var unwritableAtStart = false
        /// The last repair of the ledger; `null` where that is long ago or acknowledged.
        package var repair: Repair?
    }

    /// A repair of a corrupt ledger.
    package struct Repair: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey {
            case at, reason
            case setAside = "set_aside"
            case restored
        }

        package var at: Instant
        /// What was wrong with the file.
        package var reason: String
        /// The path of the corrupt file; `null` where that was empty.
        ///
        /// Removing this file acknowledges the repair; `status` stops reporting it.
        package var setAside: String?
        /// The time up to which the restored backup is complete; `null` where there was no backup.
        package var restored: Instant?
    }

    /// How many deliveries are in each state.
    package struct Deliveries: Hashable, Sendable, Codable {
        package var pending: Int
        package var sending: Int
        package var delivered: Int
        package var dead: Int
        package var expired: Int
        package var withdrawn: Int

        package init(_ counts: [Delivery.State: Int]) {
            pending = counts[.pending] ?? 0
            sending = counts[.sending] ?? 0
            delivered = counts[.delivered] ?? 0
            dead = counts[.dead] ?? 0
            expired = counts[.expired] ?? 0
            withdrawn = counts[.withdrawn] ?? 0
        }
    }
}

extension StatusMessage {
    /// One channel, and the health of its deliveries.
    package struct Channel: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey {
            case id, type
            case takesBack = "takes_back"
            case refusedAnswers = "refused_answers"
            case state, detail, held, notice, breaker, failures
            case lastSuccess = "last_success"
            case lastFailure = "last_failure"
            case coolDownUntil = "cool_down_until"
            case disabledSince = "disabled_since"
        }

        /// The result of the last delivery since the daemon started.
        package enum LastDelivery: String, Hashable, Sendable, Codable, CaseIterable {
            case delivered
            /// The delivery is tried again.
            case pending
            case dead
            /// A test nudge did not arrive.
            case testFailed = "test-failed"

            package init?(_ state: Delivery.State, isTest: Bool) {
                if isTest, state == .dead {
                    self = .testFailed
                } else {
                    self.init(rawValue: state.rawValue)
                }
            }
        }

        package var id: String
        package var type: String
        /// Whether the channel removes a message that it shows and that nobody waits for any more.
        package var takesBack = false
        /// How many answers that were heard there changed nothing since the daemon started: forged,
        /// repeated or late ones.
        package var refusedAnswers = 0
        /// The result of the last delivery since the daemon started; `null` where there was none
        /// yet.
        package var state: LastDelivery?
        /// The result of the last attempt, such as `HTTP 503`.
        package var detail: String?
        /// How many nudges the channel puts off, because nobody is at the machine or nobody wants to be
        /// disturbed.
        package var held = 0
        /// What a partner should know of the channel now, such as `do not disturb is on`; `null` where
        /// there is nothing to know.
        package var notice: String?
        /// `closed` where attempts are made when they are due, `open` during a cool-down after
        /// failures, `half-open` where the next attempt shows whether it has recovered.
        package var breaker = ChannelHealth.Breaker.closed
        /// How many attempts have failed in a row.
        package var failures = 0
        package var lastSuccess: Instant?
        package var lastFailure: Instant?
        /// The end of the cool-down, up to which no attempt is made; `null` where there is none.
        package var coolDownUntil: Instant?
        /// Since when the channel is disabled, because the other side is gone; `null` where it is
        /// not.
        package var disabledSince: Instant?
    }
}

extension StatusMessage {
    /// Makes the status of a daemon that runs `planner`, from which the rest of the status is read.
    package init(
        _ planner: Planner,
        at now: Instant,
        pid: Int,
        started: Instant,
        config: Config,
        tzdata: String?,
        ledger: Ledger,
        channels: [Channel]
    ) {
        let (plan, household) = (planner.plan, planner.household)
        let next = Agenda(plan).upcoming(after: now, count: 1).first
        self.init(
            pid: pid,
            started: started,
            now: now,
            config: config,
            zone: Zone(name: household.zone.identifier, tzdata: tzdata),
            ledger: ledger,
            channels: channels,
            holds: plan.holds.current(at: now).map { HoldMessage($0, plan) },
            pauses: plan.openPauses(at: now).map { PauseMessage($0, plan) },
            nextNudge: planner.nextDue,
            next: next.map { OccurrenceMessage($0, plan) }
        )
    }
}

extension StatusMessage.Config {
    package init(
        path: String,
        loaded: Instant,
        rituals: Int,
        partners: Int,
        rejected: [Diagnostic]
    ) {
        self.init(path: path, loaded: loaded, rituals: rituals, partners: partners)
        self.rejected = rejected.map(DiagnosticMessage.init)
    }
}

extension StatusMessage.Ledger {
    package init(_ summary: LedgerSummary, path: String) {
        self.path = path
        schema = summary.schemaVersion
        bytes = summary.bytes
        decisions = summary.decisions
        deliveries = StatusMessage.Deliveries(summary.deliveries)
        through = summary.through
    }
}

extension StatusMessage.Repair {
    /// A repair of a ledger in a folder, whose path ends with a slash.
    package init(_ repair: LedgerRepair, in folder: some StringProtocol) {
        at = repair.at
        reason = repair.reason
        setAside = repair.setAside.map { folder + $0 }
        restored = repair.restored
    }
}

extension StatusMessage.Channel {
    /// A channel, and what the ledger knows of it at `now`.
    package init(
        id: String,
        type: String,
        takesBack: Bool,
        _ health: ChannelHealth?,
        at now: Instant
    ) {
        self.id = id
        self.type = type
        self.takesBack = takesBack
        detail = health?.detail
        breaker = health?.breaker(at: now) ?? .closed
        failures = health?.failuresInARow ?? 0
        lastSuccess = health?.lastSuccess
        lastFailure = health?.lastFailure
        coolDownUntil = health?.coolDownUntil
        disabledSince = health?.disabled?.since
    }
}

extension ChannelHealth.Breaker: Codable {}
