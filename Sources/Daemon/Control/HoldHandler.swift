import CivilTime
import ControlAPI
import Household
import Planning

/// Answers `hold` and `release`.
struct HoldHandler {
    let snapshot: Snapshot
    /// The partner who sits at this machine; `nil` where it is nobody in particular.
    let sitting: String?

    /// The most days of a hold; a longer one probably has a mistyped year.
    private static let longest = 366

    func hold(_ request: HoldRequest) throws -> Mutation<HoldMessage> {
        let now = snapshot.now
        let partner = try speaker(request.partner, of: request.ritual)
        let hold = Hold(
            ritual: request.ritual,
            from: now,
            until: try end(request.until),
            reason: try OwnWords.read(request.reason, called: "the reason"),
            partner: partner
        )
        let holds = snapshot.plan.holds
        guard holds.standing(hold, at: now) != nil || holds.hasRoom(for: hold, at: now) else {
            throw Problem(
                .conflict,
                detail: "\(name(hold.ritual)) was put on hold \(Holds.most) times within a day; "
                    + "no more are taken"
            )
        }
        return Mutation(event: .hold(hold, at: now)) { done in
            let standing = done.plan.holds.standing(hold, at: done.plan.through) ?? hold
            return HoldMessage(standing, done.plan)
        }
    }

    func release(_ request: ReleaseRequest) throws -> Mutation<HoldMessage> {
        let (ritual, now) = (request.ritual, snapshot.now)
        let partner = try speaker(request.partner, of: ritual)
        let holds = snapshot.plan.holds.current(at: now)
        guard var hold = holds.last(where: { $0.ritual == ritual }) else {
            throw Problem(.conflict, detail: notHeld(ritual, holds))
        }
        return Mutation(event: .release(ritual: ritual, by: partner, at: now)) { done in
            guard !done.step.releases.isEmpty else {
                throw Problem(
                    .conflict,
                    detail: notHeld(ritual, done.plan.holds.current(at: now))
                )
            }
            hold.released = now
            return HoldMessage(hold, done.plan)
        }
    }

    private func speaker(_ partner: String?, of ritual: String?) throws(Problem) -> String? {
        try snapshot.household.check(kept: ritual)
        return try snapshot.household.speaker(partner, of: ritual, sitting: sitting)
    }

    /// The end of a hold, with a date or a local time read in the household's zone.
    private func end(_ until: TimePoint) throws(Problem) -> Instant {
        let (zone, now) = (snapshot.household.zone, snapshot.now)
        let end = until.instant(in: zone)
        guard end > now else {
            throw Problem(
                .badRequest,
                detail: "'\(until)' is not after now, \(zone.local(at: now).short)"
            )
        }
        guard end - now <= .seconds(Int64(Self.longest) * 86_400) else {
            throw Problem(
                .badRequest,
                detail: "'\(until)' is more than \(Self.longest) days ahead"
            )
        }
        return end
    }

    private func name(_ ritual: String?) -> String { ritual.map { "'\($0)'" } ?? "everything" }

    private func notHeld(_ ritual: String?, _ holds: [Hold]) -> String {
        guard !holds.isEmpty else {
            return "nothing is on hold"
        }
        if let ritual, holds.contains(where: { $0.ritual == nil }) {
            return "'\(ritual)' is not on hold by itself, everything is: release everything"
        }
        let names = holds.compactMap(\.ritual).map(name).joined(separator: ", ")
        return "\(name(ritual)) is not on hold; on hold: \(names)"
    }
}
