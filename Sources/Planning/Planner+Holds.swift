package import CivilTime
package import Household

// A hard week: silence that breaks no streak, and after which nothing is told again.

extension Planner {
    /// The holds that stand at `now` or are to come, in the order in which they were said.
    package func holds(at now: Instant) -> [Hold] {
        holds.all.filter { $0.end > now && $0.end > $0.from }
    }

    /// The hold that an occurrence falls into by its start, or `nil`: it is neither kept nor missed.
    package func hold(over key: OccurrenceKey) -> Hold? {
        guard let index = indexes[key.ritual],
            let occurrence = tracks[index].occurrence(key, book: book)
        else {
            return nil
        }
        return holds.hold(of: key.ritual, at: occurrence.start)
    }

    mutating func take(_ hold: Hold, _ step: inout PlannerStep) {
        guard hold.until > max(hold.from, through), standing(hold) == nil, hasRoom(for: hold) else {
            return
        }
        release(hold.ritual, &step)
        holds.add(hold)
        step.holds.append(hold)
        if hold.from <= through {
            // What is not out yet stays in.
            step.withdrawnRituals +=
                hold.ritual.map { [$0] } ?? tracks.map(\.ritual.id) + [Wording.digestRitual]
        }
    }

    mutating func release(_ ritual: String?, _ step: inout PlannerStep) {
        let release = Release(ritual: ritual, at: through)
        guard holds.all.contains(where: release.ends) else {
            return
        }
        holds.end(by: release)
        step.releases.append(release)
    }

    /// The hold that keeps a stage silent at `now`, or `nil`.
    ///
    /// A stage whose turn comes during a hold is silent, and so is all of an occurrence that starts
    /// in one, so that nothing is told after it. A *later* goes by its own time.
    func hold(of stage: DueStage, at now: Instant) -> Hold? {
        let item = stage.item
        if case .snooze = item.stage {
            return holds.hold(of: ritual(of: stage).id, at: item.due, now)
        }
        let start = stage.occurrence.start
        return holds.hold(of: ritual(of: stage).id, at: item.nominal, item.due, now, start)
    }
    /// `on hold until 2026-03-14T00:00`, by the partner's clock.
    ///
    /// The couple's own reason stays with the hold: decisions are logged.
    func reason(of hold: Hold, for partner: Partner) -> String {
        "on hold until \(partner.zone.local(at: hold.end).short)"
    }
}
