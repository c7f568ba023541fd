import CivilTime
import Household

// Two nudges to one partner in the same minute are one nudge: the first tells of both.

extension Planner {
    /// What else falls due for a partner in the minute of `now`, and would be told if nothing were said
    /// until then.
    ///
    /// A ritual that comes again within minutes has a nudge each time: it neither tells of others nor
    /// is told of. What waits for the end of quiet hours tells of nothing.
    ///
    /// - Parameters:
    ///   - partner: who is told.
    ///   - group: what is told now.
    ///   - now: when.
    /// - Returns: the stages that are still to come, in the order in which they fall due.
    func coming(for partner: Partner, with group: [DueStage], at now: Instant) -> [DueStage] {
        guard group.contains(where: { !isBrisk($0.track) && tellTime(of: $0, at: now) == now })
        else {
            return []
        }
        let end = now.endOfMinute
        var found: [DueStage] = []
        for index in tracks.due(by: end) where !isBrisk(index) {
            var track = tracks[index]
            for (occurrence, items) in track.takeDue(through: end, book: book).due {
                found += items.map { DueStage(track: index, occurrence: occurrence, item: $0) }
                    .filter { self.partner(of: $0).id == partner.id && isToBeTold($0) }
            }
        }
        return found.sorted(by: isBefore)
    }

    private func isBrisk(_ track: Int) -> Bool { tracks[track].builder.isBrisk }

    /// Whether a stage will be told when it falls due, as things stand, and was not told ahead.
    private func isToBeTold(_ stage: DueStage) -> Bool {
        let due = stage.item.due
        let key = key(of: stage)
        return due > through && !settled.contains(key)
            && announced.announcement(of: key, due: due) == nil
            && tellTime(of: stage, at: due) == due && silence(stage, at: due) == nil
    }

    /// Notes that a nudge has told of stages that are still to come.
    mutating func announce(
        _ ahead: [DueStage],
        by decisions: [Decision],
        with group: [DueStage],
        at now: Instant
    ) {
        guard let lead = decisions.first(where: { $0.nudge != nil })?.key else {
            return
        }
        let occurrences = Set(group.map(\.occurrence.key)).sorted()
        announced.add(
            ahead.map { stage in
                Announcement(
                    key: key(of: stage),
                    due: stage.item.due,
                    lead: lead,
                    told: now,
                    occurrences: occurrences
                )
            }
        )
    }

    /// The decision on a stage that an earlier nudge of its minute has told, or `nil` where none has.
    func toldAhead(_ stage: DueStage, at now: Instant) -> Decision? {
        let due = stage.item.due
        return announced.announcement(of: key(of: stage), due: due).map { announcement in
            let lead = announcement.lead
            let seconds = Phrase.length(due - announcement.told)
            let reason = "told with \(lead.stage) of \(lead.occurrence), \(seconds) before"
            return coalesced(stage, into: lead.nudgeID, reason, at: now)
        }
    }
}

extension Instant {
    /// The last second of the minute that the clock shows.
    fileprivate var endOfMinute: Instant {
        let seconds = ((secondsSinceEpoch % 60) + 60) % 60
        return self + .seconds(59 - seconds)
    }
}
