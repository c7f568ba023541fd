import CivilTime
import Household

// What one partner's word changes for the others is told to them at once.

extension Planner {
    /// Whether a word is one of which the others hear: a named partner moved or skipped something.
    static func isNews(_ word: Outcome) -> Bool {
        word.partner != nil && (word.isMove || word.kind == .skipped)
    }

    /// Tells the others that a partner has moved or skipped an occurrence.
    ///
    /// - Parameters:
    ///   - word: what was said.
    ///   - old: the planner as it was before; `nil` where nobody is to hear of it.
    ///   - step: what follows.
    mutating func tellOthers(of word: Outcome, _ old: Planner?, _ step: inout PlannerStep) {
        guard let old, Self.isNews(word), let change = change(word.occurrence, from: old) else {
            return
        }
        for partner in listeners(to: change, but: word.partner, old) {
            notify(partner, of: change, by: word.partner, &step) { wording, name in
                word.isMove
                    ? wording.moved(by: name, to: change.after.start)
                    : wording.skipped(by: name, change.after.start)
            }
        }
    }

    /// Tells the others that a partner has taken such a word back, where they had heard of it by now.
    ///
    /// What waits for the end of their quiet hours is withdrawn instead.
    mutating func tellOthers(
        ofTakenBack word: Outcome,
        by speaker: String?,
        _ old: Planner?,
        _ step: inout PlannerStep
    ) {
        guard let old, !step.undone.isEmpty else {
            return
        }
        step.withdrawals.append(Withdrawal(occurrence: word.occurrence))
        guard speaker != nil, let change = change(word.occurrence, from: old) else {
            return
        }
        for partner in listeners(to: change, but: speaker, old)
        where wakes(partner, at: word.said) <= through {
            notify(partner, of: change, by: speaker, &step) { wording, name in
                wording.takenBack(word.isMove ? "move" : "skip", by: name, change.after.start)
            }
        }
    }

    // MARK: - Holds

    /// Tells the others that a partner has put a ritual, or everything, on hold.
    mutating func tellOthers(of hold: Hold, _ old: Planner, _ step: inout PlannerStep) {
        let isKnown = old.holds.all.contains {
            $0.ritual == hold.ritual && $0.end == hold.until && $0.from <= max(hold.from, through)
        }
        guard hold.partner != nil, step.holds.contains(hold), !isKnown else {
            return
        }
        let end = wordedEnd(of: hold)
        for partner in household.partners where partner.id != hold.partner {
            let span = max(hold.from, through)..<hold.until
            if let first = old.first(of: hold.ritual, startingIn: span, for: partner) {
                var change = first
                change.until = hold.until
                notify(partner, of: change, by: hold.partner, isForAll: hold.ritual == nil, &step) {
                    wording,
                    name in
                    wording.held(by: name, until: end, isForAll: hold.ritual == nil)
                }
            }
        }
    }

    /// Tells the others that a partner has ended holds, where they had heard of those by now.
    mutating func tellOthers(
        ofRelease ritual: String?,
        by speaker: String?,
        _ old: Planner,
        _ step: inout PlannerStep
    ) {
        let release = Release(ritual: ritual, at: through)
        let ended = old.holds.all.filter(release.ends)
        guard let until = ended.map(\.until).max() else {
            return
        }
        for partner in household.partners {
            let hasHeard = ended.contains { hold in
                hold.partner == nil || hold.partner == partner.id || hold.from > through
                    || wakes(partner, at: hold.from) <= through
            }
            guard hasHeard else {
                withdrawNotices(to: partner, of: ended, &step)
                continue
            }
            guard let speaker, speaker != partner.id,
                let first = first(of: ritual, startingIn: through..<until, for: partner)
            else {
                continue
            }
            notify(partner, of: first, by: speaker, isForAll: ritual == nil, &step) {
                wording,
                name in
                wording.released(by: name, first.after.start, isForAll: ritual == nil)
            }
        }
    }

    private func withdrawNotices(to partner: Partner, of holds: [Hold], _ step: inout PlannerStep) {
        let told = settled.stages.filter { key in
            guard key.stage.kind == .notice, key.partner == partner.id,
                let index = indexes[key.occurrence.ritual]
            else {
                return false
            }
            let ritual = tracks[index].ritual
            let start = ritual.instant(of: key.occurrence)
            return holds.contains {
                ($0.ritual ?? ritual.id) == ritual.id && $0.from <= start && start < $0.until
            }
        }
        step.withdrawals += Set(told.map(\.occurrence)).sorted()
            .map { Withdrawal(occurrence: $0, partner: partner.id) }
    }

    /// The first occurrence of a ritual, or of any, that starts in a span and would be told to a partner.
    private func first(
        of ritual: String?,
        startingIn span: Range<Instant>,
        for partner: Partner
    ) -> Change? {
        var first: Change?
        for index in tracks.indices {
            let track = tracks[index]
            guard (ritual ?? track.ritual.id) == track.ritual.id,
                track.builder.partners.contains(where: { $0.id == partner.id })
            else {
                continue
            }
            let limit = min(span.upperBound, first?.after.start ?? span.upperBound)
            var next = track.next(after: span.lowerBound, book: book)
            for _ in 0..<Self.patience {
                guard let found = next, found.start < limit else {
                    break
                }
                if wouldTell(found, to: partner, index) {
                    first = Change(track: index, before: found, after: found, until: found.start)
                    break
                }
                next = track.next(after: found.start, book: book)
            }
        }
        return first
    }

    /// So many of one ritual that stay silent anyway are passed over.
    private static let patience = 64

    /// `Monday 7 December`, in the household's zone; with the time where it is not midnight.
    private func wordedEnd(of hold: Hold) -> String {
        let local = household.zone.local(at: hold.until)
        let today = household.zone.local(at: through).date
        let year = local.date.year == today.year ? "" : " \(local.date.year)"
        let month = Phrase.month(local.date.month)
        let date = "\(local.date.weekday.name) \(local.date.day) \(month)\(year)"
        return local.time == .midnight ? date : "\(date) \(local.time.toTheMinute)"
    }

    // MARK: - One notice

    /// An occurrence before and after a word.
    private struct Change {
        var track: Int
        var before: OpenOccurrence
        var after: OpenOccurrence
        /// From then on nobody needs to hear of it.
        var until: Instant
    }

    /// What a word has changed about an occurrence that lies ahead, or is under way.
    private func change(_ key: OccurrenceKey, from old: Planner) -> Change? {
        guard let index = indexes[key.ritual],
            let before = old.tracks[index].occurrence(key, book: old.book),
            let after = tracks[index].occurrence(key, book: book)
        else {
            return nil
        }
        let isMoved = before.start != after.start
        let until = isMoved ? max(before.start, after.start) : max(after.start, after.end)
        return Change(track: index, before: before, after: after, until: until)
    }

    /// The partners, but for the speaker, who would have been told of an occurrence before a word or
    /// would be after it; nobody where it has not changed.
    private func listeners(
        to change: Change,
        but speaker: String?,
        _ old: Planner
    ) -> [Partner] {
        tracks[change.track].builder.partners.filter { partner in
            guard partner.id != speaker else {
                return false
            }
            let could = old.wouldTell(change.before, to: partner, change.track)
            let can = wouldTell(change.after, to: partner, change.track)
            return change.before.start != change.after.start ? could || can : could != can
        }
    }

    /// Whether a partner is told of an occurrence, in its time: it is neither answered, absorbed nor held.
    private func wouldTell(_ occurrence: OpenOccurrence, to partner: Partner, _ index: Int) -> Bool
    {
        let track = tracks[index]
        return closing(of: occurrence, for: partner.id, index) == nil
            && holds.hold(of: track.ritual.id, at: occurrence.start) == nil
            && occurrence.items.contains { track.builder.partners[$0.partner].id == partner.id }
            && absorber(of: occurrence, track.ritual) == nil
    }

    /// When a partner is shown what is decided at an instant, however urgent the ritual.
    private func wakes(_ partner: Partner, at instant: Instant) -> Instant {
        partner.quietHours?.deferring(instant, in: partner.zone) ?? instant
    }

    private mutating func notify(
        _ partner: Partner,
        of change: Change,
        by speaker: String?,
        isForAll: Bool = false,
        _ step: inout PlannerStep,
        words: (Wording, String) -> Wording.Words
    ) {
        let ritual = tracks[change.track].ritual
        let shown = wakes(partner, at: through)
        guard shown < change.until, let name = speaker.flatMap(household.partner)?.name else {
            return
        }
        let key = noticeKey(about: change.after.key, to: partner)
        let channels = household.channels(of: ritual, for: partner)
        let told = words(Wording(ritual: ritual, partner: partner, now: shown), name)
        let others: [Sensitivity] =
            isForAll && tracks.contains { $0.ritual.sensitivity != .public } ? [.private] : []
        let sensitivity = Sensitivity.most(of: [ritual.sensitivity] + others)
        let reasons =
            ["in time"] + (shown > through ? ["shown when quiet hours end"] : [])
            + (channels.isEmpty ? ["no channel reaches \(partner.id)"] : [])
        let decision = Decision(
            key: key,
            due: through,
            decided: through,
            verdict: .fired,
            reason: reasons.joined(separator: "; "),
            nudge: Nudge(
                key: key,
                title: told.title,
                body: told.body,
                occurrence: OccurrenceReference(
                    key: key.occurrence,
                    start: ZonedTime(instant: change.after.start, zone: partner.zone),
                    end: ZonedTime(instant: change.after.end, zone: partner.zone)
                ),
                due: through,
                tone: partner.tone,
                sensitivity: sensitivity,
                discreetTitle: sensitivity == .secret ? household.discreetTitle : nil,
                expires: change.until
            ),
            channels: channels,
            notBefore: shown > through ? shown : nil
        )
        step.decisions.append(decision)
        settled.add([decision], through: through, book)
    }

    /// The first number that is free: a notice is decided when it is said, and never laid out again.
    private func noticeKey(about occurrence: OccurrenceKey, to partner: Partner) -> StageKey {
        var number = 1
        var key = StageKey(occurrence: occurrence, stage: .notice(1), partner: partner.id)
        while settled.contains(key) {
            number += 1
            key.stage = .notice(number)
        }
        return key
    }
}
