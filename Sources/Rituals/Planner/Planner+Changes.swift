import CivilTime

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
            holds: holds.all,
            announced: announced,
            kept: kept,
            // What was waiting by the old config may lie before all that is due by the new one.
            margin: .seconds(2 * 86_400) + (old.tracks.lazy.map(\.builder.reach).max() ?? .zero),
            carried: { key in Set(old.undecided(of: key).map { old.key(of: $0) }) }
        )
        var due: [DueStage] = []
        for index in tracks.indices {
            due += takeDue(index, through: through, &step)
        }
        conclude(due, &step)
    }
}
