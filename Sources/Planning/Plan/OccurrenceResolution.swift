package import CivilTime
package import Household
import Recurrence

/// Why a word about a ritual cannot be taken.
package enum UnclearOccurrence: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownRitual(String, known: [String])
    case unknownOccurrence(OccurrenceKey, nearest: [CivilDateTime])
    case notKeptYet(OccurrenceKey, since: CivilDateTime)
    case nothingOpen(ritual: String, next: CivilDateTime?)
    case movedToPast(CivilDateTime, now: CivilDateTime)
    case notTold(OccurrenceKey, start: CivilDateTime, until: CivilDateTime)

    package var description: String {
        switch self {
        case .unknownRitual(let id, let known):
            "no ritual '\(id)' is kept here; known are \(known.joined(separator: ", "))"
        case .unknownOccurrence(let key, let nearest):
            "'\(key.ritual)' does not fall on \(key.start.short)"
                + (nearest.isEmpty
                    ? ""
                    : "; near it \(nearest.count == 1 ? "is" : "are") "
                        + nearest.map(\.short).joined(separator: " and "))
        case .notKeptYet(let key, let since):
            "'\(key.ritual)' was not kept yet at \(key.start.short); it is kept since \(since.short)"
        case .nothingOpen(let ritual, let next):
            "nothing of '\(ritual)' is open now"
                + (next.map { "; the next is \($0.short), name it with --occurrence" } ?? "")
        case .movedToPast(let target, let now):
            "\(target.short) lies in the past, it is \(now.short) now; "
                + "where it took place then, say 'done'"
        case .notTold(let key, let start, let until):
            "nothing of '\(key.ritual)' was told yet, it begins at \(start.short), "
                + "and \(until.short) is before that; to hold it later, move it"
        }
    }
}

/// Which occurrence of a ritual is meant by what a partner says at `now`.
///
/// Named by its scheduled local start, it must be one the schedule yields. Not named, it is the
/// one that runs now, else the latest that has started and was not answered, or the next one where
/// its ladder has begun, it lies within the ritual's `flex`, or it is on the same date. Where both
/// are there, *done* means the one in whose `flex` it is said, else the nearer, but never one that
/// nobody was told of yet, since that would silence it; *skip*, *later* and *move* mean the one that
/// was told within three hours, else the one of today, else the one that was told last. Where neither is there,
/// *move* means the next that takes place, however far ahead it is.
///
/// A step of what is to be prepared is one of the next occurrence that takes place.
///
/// What was over before the ritual was first kept is never meant. *Done* said soon after *skip*, or the other
/// way round, means the one that was just spoken of.
struct OccurrenceResolution {
    let plan: Plan
    let track: Track
    let now: Instant

    /// What was told so long ago is still on one's mind.
    private static let fresh = Duration.seconds(3 * 3_600)

    /// So long after an answer the opposite one corrects it.
    private static let corrigible = Duration.seconds(3_600)

    /// So many that do not take place are passed over.
    private static let mostPassedOver = 64

    private var ritual: Ritual { track.ritual }

    /// The occurrence that is meant where none is named.
    func meant(saying kind: Outcome.Kind) throws(UnclearOccurrence) -> OccurrenceKey {
        if let corrected = corrected(by: kind) {
            return corrected
        }
        if case .step = kind {
            return try nextTakingPlace()
        }
        let begun = track.recent(at: now, outcomes: plan.outcomes)
            .filter { isOpen($0.key) && !plan.isBeforeKeeping($0) }
        if let running = begun.last(where: { now < $0.end }) {
            return running.key
        }
        let coming = track.next(after: now, outcomes: plan.outcomes)
        let next = coming.flatMap { isNear($0) && isOpen($0.key) ? $0 : nil }
        switch (begun.last, next) {
        case (let last?, let next?):
            let isNext =
                kind == .done
                ? isRatherDone(next, than: last) : isRatherPutOff(next, than: last, saying: kind)
            return isNext ? next.key : last.key
        case (let only?, nil), (nil, let only?):
            return only.key
        case (nil, nil):
            // To move what is far ahead is the usual case.
            if kind.isMove {
                return try nextTakingPlace()
            }
            if let said = saidBefore(kind) {
                return said
            }
            throw .nothingOpen(ritual: ritual.id, next: coming?.key.start)
        }
    }

    /// The occurrence of that scheduled local start.
    func named(_ start: CivilDateTime) throws(UnclearOccurrence) -> OccurrenceKey {
        let key = OccurrenceKey(ritual: ritual.id, start: start)
        guard let occurrence = track.occurrence(key, outcomes: plan.outcomes) else {
            throw .unknownOccurrence(key, nearest: nearest(to: key))
        }
        if let since = plan.keptSince(ritual.id), plan.isBeforeKeeping(occurrence) {
            throw .notKeptYet(key, since: ritual.zone.local(at: since))
        }
        return key
    }

    /// Refuses a word that says nothing: a move into the past, or a *later* before anything would be told.
    func check(_ kind: Outcome.Kind, of key: OccurrenceKey) throws(UnclearOccurrence) {
        let zone = ritual.zone
        switch kind {
        case .moved(let target):
            // People name whole minutes.
            guard zone.instant(of: target) > now - .seconds(60) else {
                throw .movedToPast(target, now: zone.local(at: now))
            }
        case .snoozed(let until):
            guard let occurrence = track.occurrence(key, outcomes: plan.outcomes),
                until < occurrence.start, occurrence.lastTold(by: now) == nil
            else {
                return
            }
            throw .notTold(
                key,
                start: zone.local(at: occurrence.start),
                until: zone.local(at: until)
            )
        case .done, .step, .skipped, .begun, .paused:
            return
        }
    }

    /// The next one that takes place.
    private func nextTakingPlace() throws(UnclearOccurrence) -> OccurrenceKey {
        var next = track.next(after: now, outcomes: plan.outcomes)
        for _ in 0..<Self.mostPassedOver {
            guard let found = next else {
                break
            }
            if isOpen(found.key), plan.absorber(of: found, ritual) == nil {
                return found.key
            }
            next = track.next(after: found.start, outcomes: plan.outcomes)
        }
        throw .nothingOpen(ritual: ritual.id, next: nil)
    }

    /// The occurrence of which the opposite was said a moment ago.
    private func corrected(by kind: Outcome.Kind) -> OccurrenceKey? {
        guard let last = plan.outcomes.last(ofRituals: [ritual.id]),
            last.isAnswer, [.done, .skipped].contains(kind), last.kind != kind,
            now - last.said <= Self.corrigible,
            track.occurrence(last.occurrence, outcomes: plan.outcomes) != nil
        else {
            return nil
        }
        return last.occurrence
    }

    /// The occurrence of which the same was said a moment ago: it is said again, perhaps with a note.
    private func saidBefore(_ kind: Outcome.Kind) -> OccurrenceKey? {
        guard let last = plan.outcomes.last(ofRituals: [ritual.id]),
            [.done, .skipped].contains(kind), last.kind == kind,
            now - last.said <= Self.corrigible,
            track.occurrence(last.occurrence, outcomes: plan.outcomes) != nil
        else {
            return nil
        }
        return last.occurrence
    }

    private func isNear(_ next: OpenOccurrence) -> Bool {
        let flex = ritual.flex.map { next.start - $0.atMost <= now } ?? false
        // Of a pause everyone was told when it was called.
        return flex || isOnDate(of: next) || next.lastTold(by: now) != nil || ritual.pause != nil
    }

    private func isOnDate(of occurrence: OpenOccurrence) -> Bool {
        let zone = ritual.zone
        return zone.local(at: occurrence.start).date == zone.local(at: now).date
    }

    /// Whether it counts now: between the start and the end with the ritual's `flex` on both sides.
    private func isInFlex(_ occurrence: OpenOccurrence) -> Bool {
        guard let flex = ritual.flex?.atMost else {
            return false
        }
        return occurrence.start - flex <= now && now <= occurrence.end + flex
    }

    private func isRatherDone(_ next: OpenOccurrence, than last: OpenOccurrence) -> Bool {
        if isInFlex(next), !isInFlex(last) {
            return true
        }
        return next.lastTold(by: now) != nil && next.start - now < now - last.end
    }

    /// Whether the next one is meant to be put off, and not the last, which is over.
    ///
    /// The question how it went is no reason to move it.
    private func isRatherPutOff(
        _ next: OpenOccurrence,
        than last: OpenOccurrence,
        saying kind: Outcome.Kind
    ) -> Bool {
        let lastTold = last.lastTold(by: now, withQuestions: !kind.isMove) ?? last.start
        let nextTold = next.lastTold(by: now)
        let isNextFresher = nextTold.map { $0 > lastTold } ?? false
        if now - max(lastTold, nextTold ?? lastTold) > Self.fresh,
            isOnDate(of: next), !isOnDate(of: last)
        {
            return true
        }
        return isNextFresher
    }

    /// The occurrences before and after a name that none has, the nearest first.
    private func nearest(to key: OccurrenceKey) -> [CivilDateTime] {
        let instant = ritual.instant(of: key)
        let scheduled = [
            track.last(before: instant, plan.outcomes), track.next(after: instant, plan.outcomes),
        ]
        .compactMap(\.self).map { (local: $0.local, instant: $0.instant) }
        let begun = plan.outcomes.occurrences(of: key.ritual).filter { _ in ritual.schedule == nil }
            .map { (local: $0.start, instant: ritual.instant(of: $0)) }
        return (scheduled + begun)
            .filter { !plan.isBeforeKeeping(OccurrenceKey(ritual: key.ritual, start: $0.local)) }
            .sorted { abs($0.instant, instant) < abs($1.instant, instant) }
            .prefix(2).map(\.local)
    }

    private func abs(_ one: Instant, _ other: Instant) -> Duration {
        max(one, other) - min(one, other)
    }

    private func isOpen(_ key: OccurrenceKey) -> Bool {
        let said = plan.outcomes[key]
        return !track.builder.partners.allSatisfy {
            said.closing(for: $0.id, needs: ritual.needs) != nil
        }
    }
}

extension Outcome.Kind {
    fileprivate var isMove: Bool {
        if case .moved = self { true } else { false }
    }
}

extension OpenOccurrence {
    /// When its latest stage up to `now` was due, the question how it went among them or not.
    fileprivate func lastTold(by now: Instant, withQuestions: Bool = true) -> Instant? {
        steps.last { step in
            step.due <= now && (withQuestions || ![.followUp, .nag].contains(step.stage.kind))
        }?.due
    }
}

extension Plan {
    /// The occurrence that is meant when a partner says `kind` of `ritual` at `now`.
    ///
    /// `OccurrenceResolution` has the rules. Not checked is whether the word says anything where `check` does.
    package func occurrence(
        of ritual: String,
        named start: CivilDateTime?,
        saying kind: Outcome.Kind = .done,
        at now: Instant,
        isChecked: Bool = true
    ) throws(UnclearOccurrence) -> OccurrenceKey {
        guard let index = indexes[ritual] else {
            throw .unknownRitual(ritual, known: tracks.map(\.ritual.id))
        }
        let resolution = OccurrenceResolution(plan: self, track: tracks[index], now: now)
        let key =
            if let start {
                try resolution.named(start)
            } else {
                try resolution.meant(saying: kind)
            }
        if isChecked {
            try resolution.check(kind, of: key)
        }
        return key
    }

    /// Refuses a word that says nothing of an occurrence at `now`.
    package func check(_ kind: Outcome.Kind, of key: OccurrenceKey, at now: Instant)
        throws(UnclearOccurrence)
    {
        if let index = indexes[key.ritual] {
            try OccurrenceResolution(plan: self, track: tracks[index], now: now)
                .check(kind, of: key)
        }
    }
}
