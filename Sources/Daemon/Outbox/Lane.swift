import Delivery

/// The state of one channel in the outbox: its emitter, its readiness and its last attempt.
struct Lane: Sendable {
    /// The emitter that delivers the lane's nudges.
    enum Emitter: Sendable {
        /// The config has no such channel: deliveries that are due on it become dead.
        case none
        /// A channel of a config that the ledger has not taken yet.
        case expected(any Emitting)
        case current(any Emitting)

        var current: (any Emitting)? {
            if case .current(let emitter) = self { emitter } else { nil }
        }

        var usable: (any Emitting)? {
            switch self {
            case .none: nil
            case .expected(let emitter), .current(let emitter): emitter
            }
        }
    }

    /// Whether the channel takes nudges now.
    enum Readiness: Sendable {
        /// The emitter is asked before the next attempt.
        case unknown
        /// The channel takes none; these wait until it is ready, or until there is something new for it.
        case blocked(Set<Delivery.ID>)
    }

    /// How the last attempt went, or why none was made.
    struct LastAttempt: Sendable {
        var state: Delivery.State
        var detail: String
        /// Whether it was a test: a test that did not arrive gives up no nudge.
        var isTest = false
    }

    var emitter = Emitter.none
    var isRunning = false
    var readiness = Readiness.unknown
    /// How often the channel has reported that it is ready.
    private(set) var reports = 0
    var lastAttempt: LastAttempt?
    /// What a partner should know of the channel now.
    var notice: String?

    init(emitter: Emitter = .none) {
        self.emitter = emitter
    }

    /// Records that the channel has reported that it is ready.
    mutating func becomeReady() {
        readiness = .unknown
        reports += 1
    }

    /// Records that a delivery waits for the channel, unless that became ready after `reports` was
    /// read.
    mutating func block(_ delivery: Delivery.ID, unlessReadySince reports: Int) {
        guard self.reports == reports else {
            return
        }
        if case .blocked(let known) = readiness {
            readiness = .blocked(known.union([delivery]))
        } else {
            readiness = .blocked([delivery])
        }
    }

    /// Takes the emitter of a new config; `nil` where that has no such channel.
    mutating func take(_ new: (any Emitting)?) {
        emitter = new.map(Emitter.current) ?? .none
        readiness = .unknown
        if new == nil {
            lastAttempt = nil
            notice = nil
        }
    }
}
