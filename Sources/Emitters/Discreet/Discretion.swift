import CivilTime
import Delivery
import Household
import Planning

/// How a secret ritual is shown where others look: one neutral title, and nothing by which it could be
/// told from another.
package struct Discretion: Sendable {
    /// What stands for the id of a ritual that is not named.
    static let ritual = "reminder"

    var veil: Veil
    /// What it is called.
    var title: String
    /// The rituals that are secret now; a nudge may have been decided before they were.
    var rituals: Set<String> = []
    var zones: any ZoneProviding

    func isSecret(_ nudge: Nudge) -> Bool {
        nudge.sensitivity == .secret || rituals.contains(nudge.ritual)
    }

    /// The nudge as others may see it; one that is not secret as it is.
    ///
    /// Its id is a token. Of its times only the one at which it is told is left, and its stage is
    /// `start`, since "in three weeks" says much about what it is.
    func shown(_ nudge: Nudge) -> Nudge {
        guard isSecret(nudge) else {
            return nudge
        }
        var shown = nudge
        shown.sensitivity = .secret
        shown.discreetTitle = nudge.discreetTitle ?? title
        shown = shown.discreet
        shown.id = veil.token(nudge.id)
        shown.ritual = Self.ritual
        shown.stage = .start
        let zone = (try? zones.zone(named: nudge.occurrence.zone)) ?? .utc
        let time = ZonedTime(instant: nudge.due, zone: zone)
        let key = OccurrenceKey(ritual: Self.ritual, start: time.local)
        shown.occurrence = OccurrenceReference(key: key, start: time, end: time)
        shown.actions = []
        return shown
    }
}

/// A channel that is handed secret nudges without what makes them secret.
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

    func withdraw(_ nudges: [Nudge]) async {
        await emitter.withdraw(nudges.map(discretion.shown))
    }

    func restore(_ nudges: [Nudge]) async {
        await emitter.restore(nudges.map(discretion.shown))
    }

    func leave() async {
        await emitter.leave()
    }
}
