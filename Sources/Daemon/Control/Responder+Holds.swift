import CivilTime
import ControlAPI
import Household
import Planning

// A hard week, and words that are taken back.

extension Responder {
    /// A hold longer than this is a slip of the year.
    private static let longestHold = 366

    func hold(_ request: HoldRequest) async throws -> String {
        let household = await planning.household
        try checkKept(request.ritual, household)
        let partner = try speaker(request.partner, of: request.ritual, household)
        let now = now()
        let hold = Hold(
            ritual: request.ritual,
            from: now,
            until: try end(request.until, household.zone, after: now),
            reason: try ownWords(request.reason, called: "the reason"),
            partner: partner
        )
        let before = await planning.planner.plan.holds
        guard before.standing(hold, at: now) != nil || before.hasRoom(for: hold, at: now) else {
            throw Problem(
                .conflict,
                detail: "\(hold.ritual.map { "'\($0)'" } ?? "everything") was put on hold "
                    + "\(Holds.most) times within a day; no more are taken"
            )
        }
        try await planning.perform(.hold(hold, at: now))
        let plan = await planning.planner.plan
        let standing = plan.holds.standing(hold, at: plan.through) ?? hold
        return try ControlJSON.text(of: HoldMessage(standing, household))
    }

    func release(_ request: ReleaseRequest) async throws -> String {
        let household = await planning.household
        try checkKept(request.ritual, household)
        let partner = try speaker(request.partner, of: request.ritual, household)
        let now = now()
        let holds = await planning.planner.plan.holds.current(at: now)
        guard var hold = holds.last(where: { $0.ritual == request.ritual }) else {
            throw Problem(.conflict, detail: notHeld(request.ritual, holds))
        }
        try await planning.perform(.release(ritual: request.ritual, by: partner, at: now))
        hold.released = now
        return try ControlJSON.text(of: HoldMessage(hold, household))
    }

    func undo(_ request: UndoRequest) async throws -> String {
        let planner = await planning.planner
        try checkKept(request.ritual, planner.household)
        if let partner = request.partner {
            try check(partner, planner.household)
        }
        guard let word = try lastWord(request, planner) else {
            let of = request.ritual.map { " of '\($0)'" } ?? ""
            let by = request.partner.map { " by \($0)" } ?? ""
            throw Problem(.conflict, detail: "nothing was said\(of)\(by) that could be taken back")
        }
        let now = now()
        let sitting = config.current.machine.partner
        let speaker = request.partner ?? (word.partner == sitting ? sitting : nil)
        let step = try await planning.perform(.undo(word.occurrence, by: speaker, at: now))
        guard let undone = step.undone.first else {
            throw Problem(.conflict, detail: "it was taken back already")
        }
        return try ControlJSON.text(
            of: UndoMessage(undone, await planning.planner, at: now)
        )
    }

    private func lastWord(_ request: UndoRequest, _ planner: Planner) throws(Problem) -> Outcome? {
        if let named = request.occurrence {
            guard let ritual = request.ritual else {
                throw Problem(.badRequest, detail: "an occurrence needs its ritual")
            }
            let key = OccurrenceKey(ritual: ritual, start: named)
            return planner.plan.outcomes.last(of: key, by: request.partner)
        }
        let rituals = request.ritual.map { [$0] } ?? planner.household.rituals.map(\.id)
        return rituals.compactMap { planner.plan.outcomes.last(ofRitual: $0, by: request.partner) }
            .max { ($0.said, $0.occurrence) < ($1.said, $1.occurrence) }
    }

    private func checkKept(_ ritual: String?, _ household: Household) throws(Problem) {
        guard let ritual, household.ritual(ritual)?.isEnabled != true else {
            return
        }
        throw Problem(unknownRitual: ritual, household)
    }

    /// The instant that a date, or a local time, begins in the household's zone.
    private func end(
        _ until: DateOrTime,
        _ zone: Zone,
        after now: Instant
    ) throws(Problem) -> Instant {
        let end = zone.instant(of: until.local)
        guard end > now else {
            throw Problem(
                .badRequest,
                detail: "'\(until)' is not after now, \(zone.local(at: now).short)"
            )
        }
        guard end - now <= .seconds(Int64(Self.longestHold) * 86_400) else {
            throw Problem(
                .badRequest,
                detail: "'\(until)' is more than \(Self.longestHold) days ahead"
            )
        }
        return end
    }

    private func notHeld(_ ritual: String?, _ holds: [Hold]) -> String {
        guard !holds.isEmpty else {
            return "nothing is on hold"
        }
        if let ritual, holds.contains(where: { $0.ritual == nil }) {
            return "'\(ritual)' is not on hold by itself, everything is: release everything"
        }
        let names = holds.compactMap(\.ritual).map { "'\($0)'" }.joined(separator: ", ")
        return "\(ritual.map { "'\($0)'" } ?? "everything") is not on hold; on hold: \(names)"
    }
}
