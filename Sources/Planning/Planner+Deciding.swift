import CivilTime
import Household

/// A stage whose time has come.
struct DueStage: Sendable {
    var track: Int
    var occurrence: OpenOccurrence
    var item: Item
}

extension Planner {
    func ritual(of stage: DueStage) -> Ritual { tracks[stage.track].ritual }

    func partner(of stage: DueStage) -> Partner {
        tracks[stage.track].builder.partners[stage.item.partner]
    }

    func key(of stage: DueStage) -> StageKey {
        tracks[stage.track].builder.key(of: stage.item, in: stage.occurrence.key)
    }

    /// Decides each stage: first those that stay silent, then what each partner is told.
    mutating func decide(_ due: [DueStage], at now: Instant, _ step: inout PlannerStep) {
        var tellable: [String: [DueStage]] = [:]
        for stage in due.sorted(by: isBefore) {
            if settled.contains(key(of: stage)) || asksBeforeKeeping(stage) {
                continue
            }
            guard let silence = silence(stage, at: now) else {
                tellable[partner(of: stage).id, default: []].append(stage)
                continue
            }
            if silence.verdict != .expired || !isBeforeItsTime(stage) {
                step.decisions.append(silence)
            }
        }
        for partner in household.partners {
            if let stages = tellable[partner.id] {
                tell(partner, stages, at: now, &step)
            }
        }
    }

    /// Whether a stage was due before its ritual was ever kept.
    ///
    /// Only a clock that was set far back and then right comes upon such a one. What is too late to be
    /// told gets no verdict then: nobody had asked for it.
    private func isBeforeItsTime(_ stage: DueStage) -> Bool {
        kept[ritual(of: stage).id].map { stage.item.due <= $0 } ?? false
    }

    /// The order in which stages are decided, whatever order their occurrences were opened in.
    func isBefore(_ left: DueStage, _ right: DueStage) -> Bool {
        let first = (left.item.due, left.item.nominal, left.track, left.occurrence.scheduled)
        let second = (right.item.due, right.item.nominal, right.track, right.occurrence.scheduled)
        return first == second ? left.item.precedes(right.item) : first < second
    }

    /// The decision on a stage that is not told, or `nil` for one that is.
    func silence(_ stage: DueStage, at now: Instant) -> Decision? {
        let ritual = ritual(of: stage)
        let partner = partner(of: stage)
        let said = book[stage.occurrence.key]
        let verdict: Verdict
        let reason: String
        if let closing = closing(of: stage) {
            verdict = .cancelled
            let word = closing.kind.name + (closing.partner.map { ", said \($0)" } ?? "")
            let isOther = closing.occurrence != stage.occurrence.key
            reason = word + (isOther ? ", of \(closing.occurrence)" : "")
        } else if let absorber = absorber(of: stage.occurrence, ritual) {
            verdict = .absorbed
            reason = "\(absorber) takes its place"
        } else if let hold = hold(of: stage, at: now) {
            verdict = .held
            reason = self.reason(of: hold, for: partner)
        } else if let until = said.silence(for: partner.id, at: stage.item.due) {
            verdict = .held
            reason = "snoozed until \(partner.zone.local(at: until).short)"
        } else if let over = overWhenShown(stage, at: now) {
            verdict = .expired
            reason = over
        } else if tellTime(of: stage, at: now) > stage.item.expires {
            verdict = .expired
            let late = Phrase.length(now - stage.item.due)
            reason =
                "\(late) late, and it could be told until \(local(stage.item.expires, partner))"
        } else {
            return nil
        }
        return Decision(
            key: key(of: stage),
            due: stage.item.due,
            decided: now,
            verdict: verdict,
            reason: reason
        )
    }

    private func local(_ instant: Instant, _ partner: Partner) -> String {
        partner.zone.local(at: instant).short
    }

    /// The occurrence of a bigger ritual that takes the place of this one, or `nil`.
    ///
    /// It must touch it in time, must not have been skipped, and must not be absorbed itself.
    func absorber(of occurrence: OpenOccurrence, _ ritual: Ritual) -> OccurrenceKey? {
        for id in ritual.absorbedBy {
            guard let index = indexes[id] else {
                continue
            }
            let track = tracks[index]
            let end = max(occurrence.end, occurrence.start + .seconds(1))
            for other in track.occurrences(from: occurrence.start, until: end, book: book)
            where other.end > occurrence.start && other.start < end {
                let isSkipped = book[other.key].contains { $0.kind == .skipped }
                let isHeld = holds.hold(of: id, at: other.start) != nil
                if !isSkipped, !isHeld, absorber(of: other, track.ritual) == nil {
                    return other.key
                }
            }
        }
        return nil
    }
}
