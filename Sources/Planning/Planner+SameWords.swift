import CivilTime

// What was said before changes nothing, and nothing is said without end: a finger that stays on a
// button, or a script that does, must not fill the ledger.

extension Planner {
    /// The most words that are taken about one occurrence, with those that were taken back.
    package static let mostWords = 100
    /// The most holds of one ritual, or of everything, that are taken in a day.
    package static let mostHolds = 100

    /// The word that stands and says the same as `outcome`, whatever its note; `nil` where it is new.
    ///
    /// It is one of the same partner, and nothing else was said of the occurrence since.
    package func standing(_ outcome: Outcome) -> Outcome? {
        let words = book[outcome.occurrence].filter { $0.kind != .begun }
        let latest = words.reversed().prefix { $0.kind == outcome.kind }
        return latest.first { $0.partner == outcome.partner }
    }

    /// The hold that stands and says the same as `hold`, which may leave the reason out.
    package func standing(_ hold: Hold) -> Hold? {
        holds(at: through).last { standing in
            let isOfNow = standing.from <= through && hold.from <= through
            return standing.ritual == hold.ritual && standing.released == nil
                && (isOfNow || standing.from == hold.from) && standing.until == hold.until
                && standing.partner == hold.partner
                && (hold.reason == nil || standing.reason == hold.reason)
        }
    }

    /// Whether `outcome` would be taken, as one that is not said already.
    package func hasRoom(for outcome: Outcome) -> Bool {
        book.words(of: outcome.occurrence).count < Self.mostWords
    }

    /// Whether `hold` would be taken, as one that is not said already.
    package func hasRoom(for hold: Hold) -> Bool {
        let dayAgo = through - .seconds(86_400)
        return holds.all.count { $0.ritual == hold.ritual && $0.from > dayAgo } < Self.mostHolds
    }

    /// Takes what was said already: a note that is another one takes the place of the first.
    ///
    /// - Returns: whether it was, so that nothing else follows.
    mutating func takeAgain(_ outcome: Outcome, _ step: inout PlannerStep) -> Bool {
        guard let word = standing(outcome) else {
            return false
        }
        if let note = outcome.note, note != word.note {
            step.noted += [book.note(note, on: word)].compactMap(\.self)
        }
        return true
    }
}
