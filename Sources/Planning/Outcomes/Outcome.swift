package import CivilTime
package import Household

/// Something that was said about an occurrence, by a partner or by a signal.
package struct Outcome: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case done
        /// A step of what is to be prepared is done, by its name.
        case step(String)
        case skipped
        case moved(to: CivilDateTime)
        case snoozed(until: Instant)
        /// A signal began it, at the scheduled start of its key.
        case begun
        /// A pause was called at the start that its key names; everyone comes back at an instant.
        case paused(until: Instant)

        /// A *later* until an instant, or until the whole minute after it: what falls due in one
        /// minute is mostly one nudge then.
        package static func later(until: Instant) -> Kind {
            let seconds = until.secondsSinceEpoch
            return .snoozed(until: until + .seconds((60 - seconds % 60) % 60))
        }

        /// The word used in the ledger and on the wire.
        package var name: String {
            switch self {
            case .done: "done"
            case .step: "step"
            case .skipped: "skipped"
            case .moved: "moved"
            case .snoozed: "snoozed"
            case .begun: "begun"
            case .paused: "paused"
            }
        }
    }

    package var occurrence: OccurrenceKey
    package var kind: Kind
    /// Who said it; `nil` speaks for both.
    package var partner: String?
    package var note: String?
    package var said: Instant
    /// When it was taken back; `nil` while it stands.
    package var undone: Instant?

    package init(
        occurrence: OccurrenceKey,
        kind: Kind,
        partner: String? = nil,
        note: String? = nil,
        said: Instant,
        undone: Instant? = nil
    ) {
        self.occurrence = occurrence
        self.kind = kind
        self.partner = partner
        self.note = note
        self.said = said
        self.undone = undone
    }

    /// Whether it was said by `partner`, or for both.
    func concerns(_ partner: Partner) -> Bool {
        self.partner == nil || self.partner == partner.id
    }

    /// The step of which it says that it was done, or `nil` where it says something else.
    package var step: String? {
        if case .step(let name) = kind { name } else { nil }
    }

    /// Whether it moved its occurrence.
    var isMove: Bool { target != nil }

    /// Whether it has its occurrence start at another time than its key names.
    var setsStart: Bool {
        switch kind {
        case .moved, .paused: true
        case .done, .step, .skipped, .snoozed, .begun: false
        }
    }

    /// Whether it called a pause.
    package var isPause: Bool {
        if case .paused = kind { true } else { false }
    }

    /// Where it moved its occurrence, or `nil` where it did not.
    var target: CivilDateTime? {
        if case .moved(let target) = kind { target } else { nil }
    }

    /// Whether it says how an occurrence went: it was done, or skipped.
    var isAnswer: Bool { [.done, .skipped].contains(kind) }

    /// Whether a later answer says otherwise.
    func isContradicted(by other: Outcome) -> Bool {
        isAnswer && other.isAnswer && kind != other.kind
    }
}
