import CivilTime
import ControlAPI
import Delivery
import Household
import Planning
import Settings

/// Answers `check`: what a new config would change, found with copies of the running planner.
///
/// Both copies begin in the current state; one of them takes the new config as a reload would. Both
/// run twice as far as asked, so that a nudge that moves out of the span is found where it moves
/// to.
struct CheckAnswer {
    let snapshot: Snapshot
    let read: @Sendable (_ text: String, _ file: String) -> ReadConfig
    /// The path of the config that the daemon runs with.
    let config: String

    func check(_ request: CheckRequest) async throws -> PlanChangesMessage {
        let (days, range) = (request.days ?? CheckRequest.defaultDays, CheckRequest.days)
        guard range.contains(days) else {
            throw Problem(
                .badRequest,
                detail: "days: \(days) is not between \(range.lowerBound) and \(range.upperBound)"
            )
        }
        let read = read(request.text, request.file)
        guard let household = read.household else {
            throw Problem(rejected: read, "nothing was applied")
        }
        return try await changes(to: household, days: days)
    }

    private func changes(to household: Household, days: Int) async throws -> PlanChangesMessage {
        let planner = snapshot.planner
        let now = max(snapshot.now, planner.through)
        let end = now + .seconds(Int64(days) * 86_400)
        let far = end + (end - now)

        let old = try await Forecast(planner, until: far)
        var changed = planner
        let step = changed.handle(.newHousehold(household, at: now))
        let new = try await Forecast(changed, until: far)
        let waiting = try pending(of: step.withdrawnRituals)
        let comparison = PlanComparison(
            of: waiting + old.decisions.compactMap(PlanComparison.Planned.init),
            with: (step.decisions + new.decisions).compactMap(PlanComparison.Planned.init)
        )
        try Task.checkCancellation()
        let (pairs, until) = comparison.pairs(
            before: min(end, old.reached, new.reached),
            changes: LongAnswer.mostRows
        )
        let titles = Dictionary(
            (household.rituals + planner.household.rituals).map { ($0.id, $0.title) },
            uniquingKeysWith: { first, _ in first }
        )
        return PlanChangesMessage(
            config: config,
            zone: planner.household.zone.identifier,
            from: now,
            until: until,
            complete: until == end,
            kept: pairs.count(where: \.isKept),
            changes: pairs.filter { !$0.isKept }.compactMap { $0.message(titles) }
        )
    }

    /// The nudges that are decided and pending, and would be withdrawn with their rituals.
    private func pending(of rituals: [String]) throws -> [PlanComparison.Planned] {
        guard !rituals.isEmpty else {
            return []
        }
        return try snapshot.ledger.deliveries(in: [.pending], limit: Forecast.limit)
            .filter { rituals.contains($0.nudge.ritual) && $0.fallback == nil }
            .map(PlanComparison.Planned.init)
    }
}

extension PlanComparison.Pair {
    private var kind: PlanChangesMessage.Kind {
        switch (was?.at, becomes?.at) {
        case (nil, _): .appears
        case (_, nil): .goes
        case (let was, let becomes): was == becomes ? .differs : .moves
        }
    }

    /// The pair as a change in the answer; `titles` has the titles of rituals by their ids.
    fileprivate func message(_ titles: [String: String]) -> PlanChangesMessage.Change? {
        (becomes ?? was).map { nudge in
            let ritual = nudge.key.occurrence.ritual
            return PlanChangesMessage.Change(
                nudge.key,
                kind,
                title: titles[ritual] ?? ritual,
                was: was?.at,
                becomes: becomes?.at,
                differs: differences
            )
        }
    }
}
