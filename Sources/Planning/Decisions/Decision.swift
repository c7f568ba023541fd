package import CivilTime
package import Household

/// The one terminal verdict on a stage of an occurrence, for one partner.
package struct Decision: Hashable, Sendable {
    package var key: StageKey
    /// When the nudge was due, quiet hours included.
    package var due: Instant
    /// When it was decided; never before `due`, unless the couple's own word made it moot.
    package var decided: Instant
    package var verdict: Verdict
    /// Why, in words a person can read in `ritualctl why`.
    package var reason: String
    /// The nudge that follows: its own, or for `coalesced` none (the digest carries it).
    package var nudge: Nudge?
    /// The id of the nudge that tells it: `nudge.id`, or for `coalesced` the digest's.
    package var nudgeID: String?
    /// The channels that `nudge` goes out by.
    package var channels: [String]
    /// The channels that `nudge` goes out by only if the first ones fail.
    package var fallbacks: [String: Fallback] = [:]
    /// Those of the channels on which the delivery of another partner's nudge carries this one, each with the
    /// id of that nudge.
    package var carriers: [String: String] = [:]
    /// The first attempt waits for this instant, where a partner's quiet hours lie between.
    package var notBefore: Instant?

    package init(
        key: StageKey,
        due: Instant,
        decided: Instant,
        verdict: Verdict,
        reason: String,
        nudge: Nudge? = nil,
        nudgeID: String? = nil,
        channels: [String] = [],
        notBefore: Instant? = nil
    ) {
        self.key = key
        self.due = due
        self.decided = decided
        self.verdict = verdict
        self.reason = reason
        self.nudge = nudge
        self.nudgeID = nudgeID ?? nudge?.id
        self.channels = channels
        self.notBefore = notBefore
    }
}

extension Decision {
    /// Whether it tells nothing: it can be taken back before its time.
    package var isSilent: Bool { verdict.isSilent }

    /// Sends its nudge by some channels.
    mutating func take(_ ways: Ways) {
        channels = ways.first
        fallbacks = ways.fallbacks(from: notBefore ?? decided)
    }
}

/// What was decided about a stage.
package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// Told in time.
    case fired
    /// Told, after its time but within the ritual's `late_within`.
    case late
    /// Told as a line of a digest, with others that were late together.
    case coalesced
    /// A bigger ritual took its place.
    case absorbed
    /// Silent because of a hold or a snooze.
    case held
    /// Too late to be told.
    case expired
    /// Made moot: done, skipped or moved before it was due.
    case cancelled

    /// Whether nothing is told.
    package var isSilent: Bool {
        switch self {
        case .fired, .late, .coalesced: false
        case .absorbed, .held, .expired, .cancelled: true
        }
    }
}
