import CivilTime
import ControlAPI
import Delivery
import Household
import Planning
import Settings

extension Responder {
    /// What a config would change; the planner that runs is copied, and goes on untouched.
    ///
    /// Both plans begin with what is known now: the copy of the new one is handed the config as a
    /// reload would. They run twice as far as asked, so that what moves out of the span is seen to.
    func check(_ request: CheckRequest) async throws -> String {
        let days = request.days ?? CheckRequest.defaultDays
        guard CheckRequest.days.contains(days) else {
            let range = CheckRequest.days
            throw Problem(
                .badRequest,
                detail: "days: \(days) is not between \(range.lowerBound) and \(range.upperBound)"
            )
        }
        let read = readConfig(request.text, request.file)
        guard let household = read.household else {
            throw Problem(rejected: read, "nothing was applied")
        }
        let planner = await planning.planner
        return try await aside { try await changes(to: household, planner, days: days) }
    }

    private func changes(
        to household: Household,
        _ planner: Planner,
        days: Int
    ) async throws -> String {
        let now = max(now(), planner.through)
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
            changes: Self.mostRows
        )
        let titles = Titles(planner.household, household)
        return try ControlJSON.text(
            of: PlanChangesMessage(
                config: config.current.path,
                zone: planner.household.zone.identifier,
                from: now,
                until: until,
                complete: until == end,
                kept: pairs.count(where: \.isKept),
                changes: pairs.filter { !$0.isKept }.compactMap { $0.message(titles) }
            )
        )
    }

    /// What is decided, waits for its delivery, and is taken back with its ritual.
    private func pending(of rituals: [String]) throws -> [PlanComparison.Planned] {
        guard !rituals.isEmpty else {
            return []
        }
        return try planning.ledger.deliveries(in: [.pending], limit: Forecast.limit)
            .filter { rituals.contains($0.nudge.ritual) }
            .map(PlanComparison.Planned.init)
    }
}

/// The titles of rituals by their ids, of a new household before those of an old one.
private struct Titles {
    private let titles: [String: String]

    init(_ old: Household, _ new: Household) {
        titles = Dictionary(
            (new.rituals + old.rituals).map { ($0.id, $0.title) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    subscript(ritual: String) -> String { titles[ritual] ?? ritual }
}

extension PlanComparison.Pair {
    private var kind: PlanChangesMessage.Kind {
        switch (was?.at, becomes?.at) {
        case (nil, _): .appears
        case (_, nil): .goes
        case (let was, let becomes): was == becomes ? .differs : .moves
        }
    }

    fileprivate func message(_ titles: Titles) -> PlanChangesMessage.Change? {
        guard let key = (becomes ?? was)?.key else {
            return nil
        }
        return PlanChangesMessage.Change(
            key,
            kind,
            title: titles[key.occurrence.ritual],
            was: was?.at,
            becomes: becomes?.at,
            differs: differences
        )
    }
}
