import CivilTime
import Delivery
import Household
import Planning

/// What a channel shows of nudges: less than there is, where others look.
package struct Discretion: Sendable {
    /// What stands for the id of a ritual that is not named.
    static let ritual = "reminder"

    private let show: Channel.Show
    /// How sensitive each ritual is now; a nudge may have been decided before it was.
    private let rituals: [String: Sensitivity]
    /// What a secret ritual is called.
    private let title: String
    /// What every ritual is called where even titles are too much.
    private let moment: String
    private let veil: Veil
    private let zones: any ZoneProviding

    init(_ show: Channel.Show, in household: Household, veil: Veil, zones: any ZoneProviding) {
        self.show = show
        self.veil = veil
        self.zones = zones
        rituals = Dictionary(
            household.rituals.map { ($0.id, $0.sensitivity) },
            uniquingKeysWith: { first, _ in first }
        )
        title = household.discreetTitle
        moment =
            switch household.partners.count {
            case 1: "A moment for you"
            case 2: "A moment for the two of you"
            default: "A moment for all of you"
            }
    }

    /// The nudge as the channel shows it.
    ///
    /// What the daemon says of itself tells of no ritual, and is left as it is.
    func shown(_ nudge: Nudge) -> Nudge {
        let known = rituals[nudge.ritual]
        guard known != nil || !nudge.isNotice && nudge.ritual != Nudge.testRitual else {
            return nudge
        }
        var shown = nudge
        shown.sensitivity = .most(of: [nudge.sensitivity, known ?? .public])
        switch Disclosure(of: shown.sensitivity, on: show) {
        case .whole: return nudge
        case .purpose: shown.body = nudge.purpose
        case .neutral:
            shown.title = nudge.discreetTitle ?? title
            shown.body = ""
            conceal(&shown, withStart: false)
        case .moment:
            shown.title = moment
            shown.body = nudge.start ?? ""
            conceal(&shown, withStart: true)
        }
        shown.prompt = nil
        shown.quote = nil
        return shown
    }

    /// Takes away what could tell which ritual it is: its id is a token, nothing is to be answered, and its
    /// stage is `start`, since "in three weeks" says much.
    ///
    /// Of its times only the start is left, or only the one at which it is told.
    private func conceal(_ nudge: inout Nudge, withStart: Bool) {
        nudge.id = veil.token(nudge.id)
        nudge.ritual = Self.ritual
        nudge.stage = .start
        nudge.actions = []
        if withStart {
            nudge.occurrence.key.ritual = Self.ritual
            nudge.occurrence.end = nudge.occurrence.start
        } else {
            let zone = (try? zones.zone(named: nudge.occurrence.zone)) ?? .utc
            let time = ZonedTime(instant: nudge.due, zone: zone)
            let key = OccurrenceKey(ritual: Self.ritual, start: time.local)
            nudge.occurrence = OccurrenceReference(key: key, start: time, end: time)
        }
    }
}

/// A channel that is handed no more of a nudge than it shows.
struct DiscreetEmitter: Emitting {
    let emitter: any Emitting
    let discretion: Discretion

    var endpoint: String? { emitter.endpoint }

    func obstacle() async -> String? {
        await emitter.obstacle()
    }

    func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        await emitter.deliver(discretion.shown(nudge))
    }

    @discardableResult
    func withdraw(_ nudges: [Nudge]) async -> DeliveryAttempt {
        await emitter.withdraw(nudges.map(discretion.shown))
    }

    func restore(_ nudges: [Nudge]) async {
        await emitter.restore(nudges.map(discretion.shown))
    }

    func leave() async {
        await emitter.leave()
    }
}
