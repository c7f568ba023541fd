import CivilTime
import Household

// What happens around the couple: a signal, a new config, a new law of a zone.

extension Planner {
    mutating func signal(_ name: String, _ step: inout PlannerStep) {
        let now = through
        var due: [DueStage] = []
        for index in tracks.indices {
            let ritual = tracks[index].ritual
            guard case .signal(let trigger) = ritual.occasion, trigger.signal == name else {
                continue
            }
            let local = ritual.zone.local(at: now)
            let today = book.occurrences(of: ritual.id).filter { $0.start.date == local.date }
            let key = OccurrenceKey(
                ritual: ritual.id,
                start: local,
                isSecondOfFold: now > ritual.zone.instant(of: local)
            )
            guard trigger.between?.contains(local.time) ?? true,
                today.count < trigger.atMostPerDay ?? Trigger.mostPerDay, !today.contains(key)
            else {
                continue
            }
            let outcome = Outcome(occurrence: key, kind: .begun, said: now)
            book.add(outcome)
            step.outcomes.append(outcome)
            if let begun = reopen(key, index) {
                due += begun.items.filter { $0.due <= now }.map {
                    DueStage(track: index, occurrence: begun, item: $0)
                }
            }
        }
        conclude(due, &step)
    }

    mutating func replace(with household: Household, _ step: inout PlannerStep) {
        let old = self
        let rituals = Set(household.rituals.filter(\.isEnabled).map(\.id))
        step.withdrawnRituals = tracks.map(\.ritual.id).filter { !rituals.contains($0) }
        self = Planner(
            household,
            through: through,
            book: book,
            settled: settled.stages,
            early: settled.early,
            forgotten: settled.forgotten,
            holds: holds.all,
            kept: kept,
            // What was waiting by the old config may lie before all that is due by the new one.
            margin: .seconds(2 * 86_400) + (old.tracks.lazy.map(\.builder.reach).max() ?? .zero),
            begun: old.begun,
            carried: { key in Set(old.undecided(of: key).map { old.key(of: $0) }) }
        )
        step.withdrawals += old.left(by: self).map { Withdrawal(occurrence: $0) }
        formerHousehold = old.household
        defer { formerHousehold = nil }
        var due: [DueStage] = []
        for index in tracks.indices {
            due += takeDue(index, through: through, &step)
        }
        conclude(due, &step)
    }

    /// Why what is decided now is late for a partner: the machine was away, or the plan was changed.
    func lateCause(for partner: Partner, _ rituals: [Ritual]) -> Wording.LateCause {
        guard let old = formerHousehold else {
            return .away
        }
        let zones =
            [(old.partner(partner.id)?.zone, partner.zone)]
            + rituals.map { (old.ritual($0.id)?.zone, $0.zone) }
        for case (let before?, let now) in zones where before.identifier != now.identifier {
            return .clockMoved(from: before.city, to: now.city)
        }
        return .planChanged
    }

    /// The occurrences that have begun and whose start waits for the end of quiet hours, by the id of
    /// their ritual: the ledger does not know of them yet.
    private var begun: [String: Set<OccurrenceKey>] {
        var begun: [String: Set<OccurrenceKey>] = [:]
        for track in tracks where track.builder.partners.contains(where: { $0.quietHours != nil }) {
            let waiting = track.begun(by: through, book).filter { occurrence in
                occurrence.items.contains { item in
                    item.due > through && [.start, .snooze, .lead].contains(item.stage.kind)
                }
            }
            begun[track.ritual.id] = waiting.isEmpty ? nil : Set(waiting.map(\.key))
        }
        return begun
    }

    /// The occurrences that were told of ahead and that a new schedule has at another time.
    private func left(by new: Planner) -> [OccurrenceKey] {
        tracks.flatMap { track -> [OccurrenceKey] in
            guard let index = new.indexes[track.ritual.id] else {
                return []
            }
            return track.open.map(\.key).filter {
                new.tracks[index].occurrence($0, book: book) == nil
            }
        }.sorted()
    }
}

extension Zone {
    /// The place that the zone is named after: `Buenos Aires`.
    fileprivate var city: String {
        let last = identifier.split(separator: "/").last.map(String.init) ?? identifier
        return String(last.map { $0 == "_" ? " " : $0 })
    }
}
