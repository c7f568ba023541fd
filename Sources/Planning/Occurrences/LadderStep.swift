import CivilTime
import Household

/// One stage of one occurrence for one partner, with its times.
struct LadderStep: Hashable, Sendable {
    var stage: Stage
    /// An index into the track's partners.
    var partner: Int
    /// When it would be due without quiet hours.
    var nominal: Instant
    /// When it is due.
    var due: Instant
    /// From here on it is too late to tell it.
    var expires: Instant
    /// What it says of the ladder's steps; mostly nothing.
    private var boxed: Box?

    init(stage: Stage, partner: Int, nominal: Instant, due: Instant, expires: Instant) {
        self.stage = stage
        self.partner = partner
        self.nominal = nominal
        self.due = due
        self.expires = expires
    }

    /// The order in which stages fall due; of those due at once, a repeat comes last.
    func precedes(_ other: LadderStep) -> Bool {
        (due, nominal, partner, repeatNumber) < (
            other.due, other.nominal, other.partner, other.repeatNumber
        )
    }

    private var repeatNumber: Int {
        if case .snooze(let number) = stage { number } else { 0 }
    }

    /// In memory of its own: few stages have one, and all are moved about.
    private indirect enum Box: Hashable, Sendable {
        case preparing(Preparing)
    }

    var preparing: Preparing {
        get { if case .preparing(let preparing)? = boxed { preparing } else { Preparing() } }
        set { boxed = newValue == Preparing() ? nil : .preparing(newValue) }
    }
}

/// What a stage says of the steps of its ladder.
struct Preparing: Hashable, Sendable {
    /// What is to be done by then, where the ladder names it.
    var task: String?
    /// How many of the ladder's steps may be asked for by then; `nil` where none is.
    var stepsDue: Int?
    /// The name of the step that it asks for.
    var asks: String?
    /// Whether that step was asked for before.
    var isAskedAgain = false
    /// Why there is nothing to ask for.
    var moot: String?
}

/// An occurrence with the stages that are still to be decided.
struct OpenOccurrence: Hashable, Sendable {
    var key: OccurrenceKey
    /// The local start by which the ladder is reckoned: the scheduled one, unless it was moved.
    var localStart: CivilDateTime
    /// The scheduled start, whatever was said since.
    var scheduled: Instant
    var start: Instant
    var end: Instant
    /// The time to the next one as it was laid out; `nil` where there is none.
    var period: Duration?
    /// In the order in which they fall due.
    var steps: [LadderStep]

    var nextDue: Instant? { steps.first?.due }
}
