import CivilTime
import Household
import Recurrence

/// What of the household's record is told with an occurrence to one partner: the note of last time, what was
/// kept and is coming, a moment from the jar.
struct Recollection {
    let plan: Plan
    let partner: Partner
    /// When it is read.
    let now: Instant

    /// A week, where the schedule does not say how long it is from one to the next.
    private static let usualPeriod = Duration.seconds(7 * 86_400)
    private static let longestPeriod = Duration.seconds(366 * 86_400)

    /// The lines, in at most `room` characters; `nil` where there is nothing to tell.
    func text(of occurrence: OpenOccurrence, _ ritual: Ritual, room: Int) -> String? {
        let sections = note(before: occurrence.key) + recap(of: occurrence, ritual)
        return RecollectionText(sections: sections).fitted(to: room)
    }

    private func note(before key: OccurrenceKey) -> [RecollectionText.Section] {
        guard let word = Outcome(lastNoteBefore: key, in: plan), let note = word.note else {
            return []
        }
        return [
            .quote(lead: "\(name(word.partner).map { "\($0), last" } ?? "Last") time", words: note)
        ]
    }

    private func recap(
        of occurrence: OpenOccurrence,
        _ ritual: Ritual
    ) -> [RecollectionText.Section] {
        guard !ritual.tells.isEmpty else {
            return []
        }
        let period = period(after: occurrence, ritual)
        let seen = Retrospect(
            plan,
            from: occurrence.start - period,
            now: now,
            until: occurrence.start + period,
            for: partner.id
        )
        let level = ritual.sensitivity
        return ritual.tells.flatMap { part -> [RecollectionText.Section] in
            switch part {
            case .kept:
                let rows = seen.kept.filter { $0.mayBeNamed(in: level) }
                let note = seen.notes.last { $0.sensitivity.mayStand(in: level) }
                return [.list(lead: "Kept", items: rows.map { $0.title + times($0.count) })]
                    + [note.map(quote)].compactMap(\.self)
            case .coming:
                let rows = seen.coming.filter { $0.mayBeNamed(in: level) }
                return [.list(lead: "Coming", items: rows.map(coming))]
            case .moments:
                return moment(seen.moments, at: occurrence)
            }
        }
    }

    /// One moment of the time that is looked back at, or where there is none of all that are known.
    private func moment(_ recent: [Moment], at occurrence: OpenOccurrence)
        -> [RecollectionText.Section]
    {
        let all = recent.isEmpty ? plan.keepsakes.moments : recent
        guard !all.isEmpty else {
            return []
        }
        let week = occurrence.key.start.date.epochDay / 7
        let moment = all[(week % all.count + all.count) % all.count]
        let who = name(moment.partner).map { ", \($0)" } ?? ""
        return [.quote(lead: "From the jar\(who)", words: moment.words)]
    }

    private func quote(_ note: Retrospect.Note) -> RecollectionText.Section {
        let who = name(note.partner).map { "\($0) on " } ?? ""
        return .quote(lead: who + note.title, words: note.words)
    }

    private func coming(_ row: Retrospect.Row) -> String {
        guard row.count == 1 else {
            return row.title + times(row.count)
        }
        let day = partner.zone.local(at: row.first).date
        return "\(row.title) \(Phrase.day(day, from: partner.zone.local(at: now).date))"
    }

    private func times(_ count: Int) -> String {
        switch count {
        case 1: ""
        case 2: " twice"
        default: " \(Phrase.count(count)) times"
        }
    }

    private func name(_ id: String?) -> String? {
        id.flatMap { plan.household.partner($0)?.name }
    }

    /// How long it is from an occurrence to the next.
    private func period(after occurrence: OpenOccurrence, _ ritual: Ritual) -> Duration {
        let start = ritual.instant(of: occurrence.key)
        let next = ritual.schedule?.next(in: ritual.zone, after: start)?.instant
        return next.map { min($0 - start, Self.longestPeriod) } ?? Self.usualPeriod
    }
}

extension Retrospect.Row {
    /// A private ritual has its title where others look, a secret one has not.
    fileprivate func mayBeNamed(in level: Sensitivity) -> Bool {
        sensitivity != .secret || level == .secret
    }
}
