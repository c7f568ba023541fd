import CivilTime
import Household

/// Notices of what one partner's word changes for the others, who are told at once.
struct ChangeNotices {
    /// The plan as it was before the word.
    let before: Plan
    /// The plan as it is since.
    let after: Plan
    /// Decisions on the notices, each with its nudge.
    private(set) var decisions: [Decision] = []
    /// Earlier notices that are moot now.
    var withdrawals: [Withdrawal] = []

    private var now: Instant { after.through }

    init(before: Plan, after: Plan) {
        self.before = before
        self.after = after
    }

    /// Tells the others that a partner has moved or skipped an occurrence.
    mutating func tell(of word: Outcome) {
        guard let change = change(word.occurrence) else {
            return
        }
        for partner in listeners(to: change, but: word.partner) {
            notify(partner, of: change, by: word.partner) { wording, name in
                word.isMove
                    ? wording.moved(by: name, to: change.after.start)
                    : wording.skipped(by: name, change.after.start)
            }
        }
    }

    /// Tells the others that a partner has taken such a word back, where they had heard of it by now.
    ///
    /// What waits for the end of their quiet hours is withdrawn instead.
    mutating func tell(ofTakenBack word: Outcome, by speaker: String?) {
        withdrawals.append(Withdrawal(occurrence: word.occurrence))
        guard speaker != nil, let change = change(word.occurrence) else {
            return
        }
        for partner in listeners(to: change, but: speaker)
        where hears(partner, of: change.track, at: word.said) <= now {
            notify(partner, of: change, by: speaker) { wording, name in
                wording.takenBack(word.isMove ? "move" : "skip", by: name, change.after.start)
            }
        }
    }

    // MARK: - Holds

    /// Tells the others that a partner has put a ritual, or everything, on hold.
    mutating func tell(of hold: Hold) {
        let isKnown = before.holds.all.contains {
            $0.ritual == hold.ritual && $0.end == hold.until && $0.from <= max(hold.from, now)
        }
        guard hold.partner != nil, !isKnown else {
            return
        }
        let (end, isForAll) = (wordedEnd(of: hold), hold.ritual == nil)
        let span = max(hold.from, now)..<hold.until
        for partner in after.household.partners where partner.id != hold.partner {
            if var change = before.first(of: hold.ritual, startingIn: span, for: partner) {
                change.until = hold.until
                notify(partner, of: change, by: hold.partner, isForAll: isForAll) { wording, name in
                    wording.held(by: name, until: end, isForAll: isForAll)
                }
            }
        }
    }

    /// Tells the others that a partner has ended holds, where they had heard of those by now.
    mutating func tell(ofRelease ritual: String?, by speaker: String?) {
        let ended = before.holds.all.filter(Release(ritual: ritual, at: now).ends)
        guard let until = ended.map(\.until).max() else {
            return
        }
        for partner in after.household.partners {
            let hasHeard = ended.contains { hold in
                hold.partner == nil || hold.partner == partner.id || hold.from > now
                    || partner.wakes(at: hold.from, rests(of: hold.ritual)) <= now
            }
            guard hasHeard else {
                withdrawNotices(to: partner, of: ended)
                continue
            }
            guard speaker != partner.id,
                let first = after.first(of: ritual, startingIn: now..<until, for: partner)
            else {
                continue
            }
            notify(partner, of: first, by: speaker, isForAll: ritual == nil) { wording, name in
                wording.released(by: name, first.after.start, isForAll: ritual == nil)
            }
        }
    }

    private mutating func withdrawNotices(to partner: Partner, of holds: [Hold]) {
        let told = after.settled.stages.filter { key in
            guard key.stage.kind == .notice, key.partner == partner.id,
                let index = after.indexes[key.occurrence.ritual]
            else {
                return false
            }
            let ritual = after.tracks[index].ritual
            let start = ritual.instant(of: key.occurrence)
            return holds.contains {
                ($0.ritual ?? ritual.id) == ritual.id && $0.from <= start && start < $0.until
            }
        }
        withdrawals += Set(told.map(\.occurrence)).sorted()
            .map { Withdrawal(occurrence: $0, partner: partner.id) }
    }

    /// `Monday 7 December`, in the household's zone; with the time where it is not midnight.
    private func wordedEnd(of hold: Hold) -> String {
        let zone = after.household.zone
        let local = zone.local(at: hold.until)
        let year = local.date.year == zone.local(at: now).date.year ? "" : " \(local.date.year)"
        let month = Phrase.month(local.date.month)
        let date = "\(local.date.weekday.name) \(local.date.day) \(month)\(year)"
        return local.time == .midnight ? date : "\(date) \(local.time.toTheMinute)"
    }

    // MARK: - One notice

    /// An occurrence before and after a word.
    struct Change {
        var track: Int
        var before: OpenOccurrence
        var after: OpenOccurrence
        /// From then on nobody needs to hear of it.
        var until: Instant
    }

    /// What a word has changed about an occurrence that lies ahead, or is under way.
    private func change(_ key: OccurrenceKey) -> Change? {
        guard let old = before.located(key)?.occurrence, let (index, new) = after.located(key)
        else {
            return nil
        }
        let isMoved = old.start != new.start
        let until = isMoved ? max(old.start, new.start) : max(new.start, new.end)
        return Change(track: index, before: old, after: new, until: until)
    }

    /// The partners, but for the speaker, who would have been told of an occurrence before a word or
    /// would be after it; nobody where it has not changed.
    private func listeners(to change: Change, but speaker: String?) -> [Partner] {
        after.tracks[change.track].builder.partners.filter { partner in
            guard partner.id != speaker else {
                return false
            }
            let could = before.wouldTell(change.before, to: partner, change.track)
            let can = after.wouldTell(change.after, to: partner, change.track)
            return change.before.start != change.after.start ? could || can : could != can
        }
    }

    private mutating func notify(
        _ partner: Partner,
        of change: Change,
        by speaker: String?,
        isForAll: Bool = false,
        text: (Wording, String) -> NudgeText
    ) {
        let household = after.household
        let ritual = after.tracks[change.track].ritual
        let shown = hears(partner, of: change.track, at: now)
        guard shown < change.until, let name = speaker.flatMap(household.partner)?.name else {
            return
        }
        let others: [Sensitivity] =
            isForAll && after.tracks.contains { $0.ritual.sensitivity != .public } ? [.private] : []
        add(
            change,
            to: partner,
            text(Wording(ritual: ritual, partner: partner, now: shown), name),
            shown: shown,
            sensitivity: .most(of: [ritual.sensitivity] + others)
        )
    }

    /// Adds the decision on a notice, whose nudge `adjust` may change.
    mutating func add(
        _ change: Change,
        to partner: Partner,
        _ text: NudgeText,
        shown: Instant,
        sensitivity: Sensitivity,
        adjust: (inout Nudge) -> Void = { _ in }
    ) {
        let household = after.household
        let key = freeKey(about: change.after.key, to: partner)
        let ritual = after.tracks[change.track].ritual
        let isUnreachable = household.channels(of: ritual, for: partner).isEmpty
        let reasons =
            ["in time"] + (shown > now ? [waiting(partner, change.track)] : [])
            + (isUnreachable ? ["no channel reaches \(partner.id)"] : [])
        var nudge = Nudge(
            key: key,
            title: text.title,
            body: text.body,
            occurrence: OccurrenceReference(change.after, in: partner.zone),
            due: now,
            tone: partner.tone,
            sensitivity: sensitivity,
            discreetTitle: sensitivity == .secret ? household.discreetTitle : nil,
            expires: change.until
        )
        adjust(&nudge)
        var decision = Decision(
            key: key,
            due: now,
            decided: now,
            verdict: .fired,
            reason: reasons.joined(separator: "; "),
            nudge: nudge,
            notBefore: shown > now ? shown : nil
        )
        decision.take(
            household.ways(of: ritual, for: partner, isUrgent: nudge.isUrgent, awaitsAnswer: false)
        )
        decisions.append(decision)
    }

    /// The first number that is free: a notice is decided when it is said, and never laid out again.
    private func freeKey(about occurrence: OccurrenceKey, to partner: Partner) -> StageKey {
        var number = 1
        var key = StageKey(occurrence: occurrence, stage: .notice(1), partner: partner.id)
        while after.settled.contains(key) {
            number += 1
            key.stage = .notice(number)
        }
        return key
    }
}

extension Outcome {
    /// Whether the others hear of it: a named partner moved or skipped something.
    var isNews: Bool { partner != nil && (isMove || kind == .skipped) }
}

extension ChangeNotices {
    /// When a partner is shown what is decided at an instant about a ritual, however urgent that is.
    func hears(_ partner: Partner, of track: Int, at instant: Instant) -> Instant {
        partner.wakes(at: instant, after.tracks[track].builder.rests)
    }

    /// Why a notice is shown later than now.
    private func waiting(_ partner: Partner, _ track: Int) -> String {
        let quiet = partner.wakes(at: now, Rests())
        return after.tracks[track].builder.rests.rest(at: quiet).map {
            "shown when \($0.label) ends"
        } ?? "shown when quiet hours end"
    }

    /// The rests that touch a ritual; of everything those of the household.
    private func rests(of ritual: String?) -> Rests {
        guard let ritual else {
            return after.household.rests
        }
        return after.indexes[ritual].map { after.tracks[$0].builder.rests } ?? Rests()
    }
}

extension Plan {
    /// So many of one ritual that stay silent anyway are passed over.
    private static let searchLimit = 64

    /// The first occurrence of a ritual, or of any, that starts in a span and would be told to a partner.
    fileprivate func first(
        of ritual: String?,
        startingIn span: Range<Instant>,
        for partner: Partner
    ) -> ChangeNotices.Change? {
        var first: ChangeNotices.Change?
        for index in tracks.indices {
            let track = tracks[index]
            guard (ritual ?? track.ritual.id) == track.ritual.id,
                track.builder.partners.contains(where: { $0.id == partner.id })
            else {
                continue
            }
            let limit = min(span.upperBound, first?.after.start ?? span.upperBound)
            var next = track.next(after: span.lowerBound, outcomes: outcomes)
            for _ in 0..<Self.searchLimit {
                guard let found = next, found.start < limit else {
                    break
                }
                if wouldTell(found, to: partner, index) {
                    first = .init(track: index, before: found, after: found, until: found.start)
                    break
                }
                next = track.next(after: found.start, outcomes: outcomes)
            }
        }
        return first
    }

    /// Whether a partner is told of an occurrence, in its time: it is neither answered, absorbed nor held.
    fileprivate func wouldTell(
        _ occurrence: OpenOccurrence,
        to partner: Partner,
        _ index: Int
    ) -> Bool {
        let track = tracks[index]
        return closing(of: occurrence, for: partner.id, index) == nil
            && holds.hold(of: track.ritual.id, at: occurrence.start) == nil
            && track.builder.rest(over: occurrence) == nil
            && occurrence.steps.contains { track.builder.partners[$0.partner].id == partner.id }
            && absorber(of: occurrence, track.ritual) == nil
    }
}
