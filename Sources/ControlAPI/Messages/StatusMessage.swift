/// `GET /v1/status`: how the daemon is.
package struct StatusMessage: Hashable, Sendable, Codable {
    private enum CodingKeys: String, CodingKey {
        case version, pid, started, now, config, zone, ledger, channels, holds
        case nextNudge = "next_nudge"
        case next
    }

    package var version: String
    package var pid: Int
    package var started: String
    package var now: String
    package var config: Config
    package var zone: Zone
    package var ledger: Ledger
    package var channels: [Channel]
    /// What is on hold now or will be.
    package var holds: [HoldMessage]
    /// When the daemon next has something to do; `null` where nothing is ahead.
    package var nextNudge: String?
    package var next: OccurrenceMessage?

    package init(
        version: String,
        pid: Int,
        started: String,
        now: String,
        config: Config,
        zone: Zone,
        ledger: Ledger,
        channels: [Channel],
        holds: [HoldMessage] = [],
        nextNudge: String?,
        next: OccurrenceMessage?
    ) {
        self.version = version
        self.pid = pid
        self.started = started
        self.now = now
        self.config = config
        self.zone = zone
        self.ledger = ledger
        self.channels = channels
        self.holds = holds
        self.nextNudge = nextNudge
        self.next = next
    }
}

extension StatusMessage {
    /// The config that is kept.
    package struct Config: Hashable, Sendable, Codable {
        package var path: String
        /// When it was read.
        package var loaded: String
        package var rituals: Int
        package var partners: Int
        /// The diagnostics of the last reload that was rejected; empty where the last one was not.
        package var rejected: [DiagnosticMessage]

        package init(
            path: String,
            loaded: String,
            rituals: Int,
            partners: Int,
            rejected: [DiagnosticMessage] = []
        ) {
            self.path = path
            self.loaded = loaded
            self.rituals = rituals
            self.partners = partners
            self.rejected = rejected
        }
    }

    /// The household's zone, and the zone rules in use.
    package struct Zone: Hashable, Sendable, Codable {
        package var name: String
        /// The version of the system's zone rules, such as `2026f`; `null` where it is not told.
        package var tzdata: String?

        package init(name: String, tzdata: String?) {
            self.name = name
            self.tzdata = tzdata
        }
    }

    /// Figures about the ledger.
    package struct Ledger: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey {
            case path, schema, bytes, decisions, deliveries, through, trouble
            case troubleSince = "trouble_since"
            case unwritableAtStart = "unwritable_at_start"
            case repair
        }

        package var path: String
        package var schema: Int
        package var bytes: Int64
        package var decisions: Int
        package var deliveries: Deliveries
        /// Up to where everything is decided; `null` in a new ledger.
        package var through: String?
        /// Why it cannot be written now; `null` where it can.
        package var trouble: String?
        /// Since when; `null` where it can be written.
        package var troubleSince: String?
        /// Whether it could not be written when the daemon started, nor since.
        package var unwritableAtStart: Bool
        /// The last time that it was damaged; `null` where that is long ago or acknowledged.
        package var repair: Repair?

        package init(
            path: String,
            schema: Int,
            bytes: Int64,
            decisions: Int,
            deliveries: Deliveries,
            through: String?,
            trouble: String? = nil,
            troubleSince: String? = nil,
            unwritableAtStart: Bool = false,
            repair: Repair? = nil
        ) {
            self.trouble = trouble
            self.troubleSince = troubleSince
            self.unwritableAtStart = unwritableAtStart
            self.repair = repair
            self.path = path
            self.schema = schema
            self.bytes = bytes
            self.decisions = decisions
            self.deliveries = deliveries
            self.through = through
        }
    }

    /// What was done about a ledger that was damaged.
    package struct Repair: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey {
            case at, reason
            case setAside = "set_aside"
            case restored
        }

        package var at: String
        /// What was wrong with it.
        package var reason: String
        /// Where the damaged file lies; `null` where it held nothing.
        ///
        /// It acknowledges to remove it.
        package var setAside: String?
        /// Up to when the backup knew everything that took its place; `null` where there was none.
        package var restored: String?

        package init(at: String, reason: String, setAside: String?, restored: String?) {
            self.at = at
            self.reason = reason
            self.setAside = setAside
            self.restored = restored
        }
    }

    /// How many deliveries are in each state.
    package struct Deliveries: Hashable, Sendable, Codable {
        package var pending: Int
        package var sending: Int
        package var delivered: Int
        package var dead: Int
        package var expired: Int
        package var withdrawn: Int

        package init(
            pending: Int = 0,
            sending: Int = 0,
            delivered: Int = 0,
            dead: Int = 0,
            expired: Int = 0,
            withdrawn: Int = 0
        ) {
            self.pending = pending
            self.sending = sending
            self.delivered = delivered
            self.dead = dead
            self.expired = expired
            self.withdrawn = withdrawn
        }
    }
}
