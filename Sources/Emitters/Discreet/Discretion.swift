import CivilTime
import Delivery
import Household
import Planning

/// Reduces nudges to what a channel may show where others can see it.
package struct Discretion: Sendable {
    /// The id shown in place of the id of a concealed ritual.
    static let ritual = "reminder"

    private let show: Channel.Show
    /// The sensitivity of each ritual now, which may be higher than when a nudge was decided.
    private let rituals: [String: Sensitivity]
    /// The title shown for a secret ritual.
    private let title: String
    /// The title shown for every ritual on a channel that shows no titles.
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
        moment = household.momentTitle
    }

    /// The nudge as the channel shows it.
    ///
    /// Notices of the daemon about itself name no ritual and are shown as they are.
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

    /// A name for what the messages about one occurrence take turns in, for one partner; a token
    /// where the channel must not tell the occurrence.
    func place(of nudge: Nudge) -> String {
        let place = Fingerprint.of(["place", "\(nudge.occurrence.key)", nudge.partner])
        return shown(nudge).id == nudge.id ? place : veil.token(place)
    }

    /// Removes what could identify the ritual: the nudge's id becomes a token, its buttons are
    /// removed, and its stage becomes `start`, since a lead of "three weeks" is a hint.
    ///
    /// Of the times, only the occurrence's start is left (`withStart`), or else only the time at
    /// which the nudge is due.
    private func conceal(_ nudge: inout Nudge, withStart: Bool) {
        nudge.id = veil.token(nudge.id)
        nudge.ritual = Self.ritual
        nudge.stage = .start
        nudge.actions = []
        nudge.choices = []
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

/// Passes nudges on to an emitter, reduced to what its channel may show.
struct DiscreetEmitter: Emitting {
    let emitter: any Emitting
    let discretion: Discretion

    var endpoint: String? { emitter.endpoint }
    var replaces: Bool { emitter.replaces }
    var listener: (any Listening)? { emitter.listener }

    func obstacle() async -> String? {
        await emitter.obstacle()
    }

    func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        await emitter.deliver(discretion.shown(nudge))
    }

    @discardableResult
    func withdraw(_ messages: [ShownMessage]) async -> DeliveryAttempt {
        await emitter.withdraw(
            messages.map { ShownMessage(discretion.shown($0.nudge), name: $0.name) }
        )
    }

    func restore(_ nudges: [Nudge]) async {
        await emitter.restore(nudges.map(discretion.shown))
    }

    func leave() async {
        await emitter.leave()
    }
}
