import CivilTime
package import Household

/// What was said about each occurrence, in the order it was said.
package struct OutcomeLog: Sendable {
    /// The most words that are taken about one occurrence, with those that were taken back.
    package static let mostWords = 100

    private var pages: [OccurrenceKey: [Outcome]] = [:]
    /// The place of each word of a page among all that was said.
    private var places: [OccurrenceKey: [Int]] = [:]
    /// How many words were added.
    private(set) var count = 0
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
        places[outcome.occurrence, default: []].append(count)
        count += 1
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
        placed(key, by: partner)?.word
    }

    /// The last word that stands about any occurrence of `rituals`, of `partner` alone where one is named:
    /// what an undo means that names no occurrence.
    ///
    /// Of two that were said in one second it is the later one.
    package func last(
        ofRituals rituals: some Sequence<String>,
        by partner: String? = nil
    ) -> Outcome? {
        placed(ofRituals: rituals, by: partner)?.word
    }

    func placed(
        ofRituals rituals: some Sequence<String>,
        by partner: String?
    ) -> (word: Outcome, place: Int)? {
        rituals.lazy.flatMap { occurrences(of: $0) }.compactMap { placed($0, by: partner) }
            .max { ($0.word.said, $0.place) < ($1.word.said, $1.place) }
    }

    private func placed(_ key: OccurrenceKey, by partner: String?) -> (word: Outcome, place: Int)? {
        guard let page = pages[key], let places = places[key] else {
            return nil
        }
        return zip(page, places).reversed().first { word, _ in
            word.undone == nil && word.kind != .begun
                && (partner == nil || word.partner == partner)
        }.map { (word: $0, place: $1) }
    }

    /// The word that stands and says the same as `outcome`, whatever its note; `nil` where it is new.
    ///
    /// It is one of the same partner, and nothing else was said of the occurrence since, but for its steps.
    package func standing(_ outcome: Outcome) -> Outcome? {
        // A step is done, whoever said so and whatever else was said since.
        if let step = outcome.step {
            return self[outcome.occurrence].stepsDone[step]
        }
        let words = self[outcome.occurrence].filter { $0.kind != .begun && $0.step == nil }
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
    /// Done or skipped without a name speaks for all. A named `done` closes it for everyone once as many
    /// have said so as the ritual needs, and for that partner alone until then; a skip is for everyone.
    func closing(for partner: String, needs: Needs) -> Outcome? {
        let answers = answers
        guard let last = answers.last else {
            return nil
        }
        if last.kind == .skipped || needs == .anyone {
            return answers.first
        }
        let own = answers.first { $0.partner == nil || $0.partner == partner }
        guard own == nil, case .some(let count) = needs else {
            return own
        }
        var speakers: Set<String?> = []
        return answers.first { word in
            speakers.insert(word.partner)
            return speakers.count >= count
        }
    }

    /// The answers that count: one that says otherwise takes the place of all before it.
    private var answers: ArraySlice<Outcome> {
        let answers = filter(\.isAnswer)
        let other = answers.lastIndex { $0.kind != answers.last?.kind }
        return answers[(other.map { $0 + 1 } ?? 0)...]
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
