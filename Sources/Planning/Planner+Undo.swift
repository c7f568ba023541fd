import CivilTime
package import Household

// A word that is taken back, and what follows for the ladder.

extension Planner {
    /// The word that an undo of `key` would take back, or `nil` where there is none.
    package func lastWord(about key: OccurrenceKey, by partner: String? = nil) -> Outcome? {
        book.last(of: key, by: partner)
    }

    /// The last word that stands about any occurrence of `ritual`, of `partner` alone where one is
    /// named: what an undo means that names no occurrence.
    package func lastWord(ofRitual ritual: String, by partner: String? = nil) -> Outcome? {
        book.occurrences(of: ritual).compactMap { book.last(of: $0, by: partner) }
            .max { ($0.said, $0.occurrence) < ($1.said, $1.occurrence) }
    }

    /// Takes the last word back: what it had silenced before its time is decided again in its own.
    mutating func undo(_ key: OccurrenceKey, by partner: String?, _ step: inout PlannerStep) {
        guard let index = indexes[key.ritual], let word = book.last(of: key, by: partner) else {
            return
        }
        let before = undecided(of: key)
        guard let undone = book.takeBack(word, at: through) else {
            return
        }
        step.undone.append(undone)
        let reason = "\(word.kind.name) was taken back"
        if closes(word, index) {
            recount(index, reason, &step)
        }
        annul(key, &step)
        guard reopen(key, index) != nil else {
            return
        }
        settleWords(about: key, before: before, &step) { planner, stage in
            planner.silent(stage, .cancelled, reason)
        }
        guard word.kind == .done else {
            return
        }
        // What the word had closed beside its own.
        for key in overdue(before: key, index) {
            annul(key, &step)
            _ = reopen(key, index)
        }
    }

    /// Takes back the verdicts that an earlier word gave before their time, and that no word gives now.
    mutating func annul(_ key: OccurrenceKey, _ step: inout PlannerStep) {
        let reopened = laidOut(key).filter { stage in
            stage.item.due > through && settled.isEarly(self.key(of: stage)) && !isClosed(stage)
        }.map { self.key(of: $0) }
        settled.remove(reopened)
        step.annulled += reopened
    }
}
