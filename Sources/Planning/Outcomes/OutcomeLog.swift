import CivilTime
package import Household

/// What was said about each occurrence, in the order it was said.
package struct OutcomeLog: Sendable {
    /// The most words that are taken about one occurrence, with those that were taken back.
    package static let mostWords = 100

    private var pages: [OccurrenceKey: [Outcome]] = [:]
    /// The occurrences of each ritual that have a page.
    private var keys: [String: [OccurrenceKey]] = [:]
    /// The latest occurrence of each ritual that was done.
    private var done: [String: OccurrenceKey] = [:]

    init(_ outcomes: [Outcome]) {
        for outcome in outcomes {
            add(outcome)
        }
    }

    mutating func add(_ outcome: Outcome) {
        if pages[outcome.occurrence] == nil {
            keys[outcome.occurrence.ritual, default: []].append(outcome.occurrence)
        }
        pages[outcome.occurrence, default: []].append(outcome)
        if outcome.kind == .done, outcome.undone == nil {
            let ritual = outcome.occurrence.ritual
            done[ritual] = done[ritual].map { max($0, outcome.occurrence) } ?? outcome.occurrence
        }
    }

    /// The last occurrence of `ritual` that was done or skipped.
    func lastAnswered(of ritual: String) -> OccurrenceKey? {
        occurrences(of: ritual).filter { self[$0].contains(where: \.isAnswer) }.max()
    }

    /// The latest occurrence of `ritual` that was done, by one partner at the least.
    func latestDone(of ritual: String) -> OccurrenceKey? { done[ritual] }

    /// The words that stand.
    subscript(key: OccurrenceKey) -> [Outcome] {
        guard let page = pages[key] else {
            return []
        }
        return page.contains { $0.undone != nil } ? page.filter { $0.undone == nil } : page
    }

    /// All that was said, with what was taken back: a stage that a word brought keeps its number.
    func history(of key: OccurrenceKey) -> [Outcome] { pages[key] ?? [] }

    /// The last word about an occurrence that stands and can be taken back, of `partner` alone where one
    /// is named.
    package func last(of key: OccurrenceKey, by partner: String? = nil) -> Outcome? {
        self[key].last { outcome in
            outcome.kind != .begun && (partner == nil || outcome.partner == partner)
        }
    }

    /// The last word that stands about any occurrence of `ritual`, of `partner` alone where one is
    /// named: what an undo means that names no occurrence.
    package func last(ofRitual ritual: String, by partner: String? = nil) -> Outcome? {
        occurrences(of: ritual).compactMap { last(of: $0, by: partner) }
            .max { ($0.said, $0.occurrence) < ($1.said, $1.occurrence) }
    }

    /// The word that stands and says the same as `outcome`, whatever its note; `nil` where it is new.
    ///
    /// It is one of the same partner, and nothing else was said of the occurrence since.
    package func standing(_ outcome: Outcome) -> Outcome? {
        let words = self[outcome.occurrence].filter { $0.kind != .begun }
        let latest = words.reversed().prefix { $0.kind == outcome.kind }
        return latest.first { $0.partner == outcome.partner }
    }

    /// Whether `outcome` would be taken, as one that is not said already.
    package func hasRoom(for outcome: Outcome) -> Bool {
        history(of: outcome.occurrence).count < Self.mostWords
    }

    /// Takes a word back.
    ///
    /// - Returns: the word as it is now; `nil` where nobody said it.
    mutating func takeBack(_ outcome: Outcome, at instant: Instant) -> Outcome? {
        guard let index = pages[outcome.occurrence]?.lastIndex(of: outcome) else {
            return nil
        }
        pages[outcome.occurrence]?[index].undone = instant
        let ritual = outcome.occurrence.ritual
        done[ritual] = occurrences(of: ritual)
            .filter { key in self[key].contains { $0.kind == .done } }.max()
        return pages[outcome.occurrence]?[index]
    }

    /// Writes another note on a word.
    ///
    /// - Returns: the word as it is now; `nil` where nobody said it.
    mutating func note(_ note: String, on outcome: Outcome) -> Outcome? {
        guard let index = pages[outcome.occurrence]?.lastIndex(of: outcome) else {
            return nil
        }
        pages[outcome.occurrence]?[index].note = note
        return pages[outcome.occurrence]?[index]
    }

    /// The occurrences of `ritual` about which something was said.
    func occurrences(of ritual: String) -> [OccurrenceKey] {
        keys[ritual] ?? []
    }
}

extension [Outcome] {
    /// The word that closes the occurrence for `partner`, or `nil` while it is open.
    ///
    /// Done or skipped without a name speaks for both. A named `done` closes it for everyone where
    /// anyone may say so, and for that partner alone where both must; a skip is for everyone.
    func closing(for partner: String, needs: Needs) -> Outcome? {
        first { outcome in
            switch outcome.kind {
            case .skipped: true
            case .done:
                outcome.partner == nil || outcome.partner == partner || needs == .anyone
            case .moved, .snoozed, .begun: false
            }
        }
    }

    /// Until when `partner` asked for silence, as of `instant`: the last *later* counts, and a move
    /// takes it back.
    func silence(for partner: String, at instant: Instant) -> Instant? {
        var silence: Instant?
        for outcome in self where outcome.said <= instant {
            switch outcome.kind {
            case .snoozed(let until) where outcome.partner == nil || outcome.partner == partner:
                silence = until
            case .moved:
                silence = nil
            default:
                break
            }
        }
        return silence.flatMap { instant < $0 ? $0 : nil }
    }
}
