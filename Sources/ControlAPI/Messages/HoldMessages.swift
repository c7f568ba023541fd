package import CivilTime
import Household
package import Planning

/// `POST /v1/hold`: a ritual or everything is silent for a while, and streaks do not break.
package struct HoldRequest: Hashable, Sendable, Codable {
    /// The ritual's id; `nil` holds everything.
    package var ritual: String?
    /// When the hold ends: at the beginning of a date, or at a time.
    package var until: TimePoint
    package var reason: String?
    /// Who is speaking; `nil` for all partners.
    package var partner: String?

    package init(
        ritual: String? = nil,
        until: TimePoint,
        reason: String? = nil,
        partner: String? = nil
    ) {
        self.ritual = ritual
        self.until = until
        self.reason = reason
        self.partner = partner
    }
}

/// `POST /v1/release`: a hold ends before its time.
package struct ReleaseRequest: Hashable, Sendable, Codable {
    /// The ritual's id; `nil` ends the hold of everything.
    package var ritual: String?
    /// Who is speaking; `nil` for all partners.
    package var partner: String?

    package init(ritual: String? = nil, partner: String? = nil) {
        self.ritual = ritual
        self.partner = partner
    }
}

/// A hold, in the answers to `hold` and `release` and in `status` and `history`.
package struct HoldMessage: Hashable, Sendable, Codable {
    /// The ritual's id; `null` where everything is held.
    package var ritual: String?
    /// The ritual's title; `null` where everything is held.
    package var title: String?
    package var from: Instant
    package var until: Instant
    package var reason: String?
    /// Who said so; `null` where it was said for all partners.
    package var partner: String?
    /// When the hold was released before its end; `null` where it was not.
    package var released: Instant?
    /// The household's zone by its name, in which a person is shown the times.
    package var zone: String
}

extension HoldMessage {
    package init(_ hold: Hold, _ plan: Plan) {
        self.init(
            ritual: hold.ritual,
            title: hold.ritual.map(plan.title(of:)),
            from: hold.from,
            until: hold.until,
            reason: hold.reason,
            partner: hold.partner,
            released: hold.released,
            zone: plan.household.zone.identifier
        )
    }
}
