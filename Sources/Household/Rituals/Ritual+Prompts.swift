package import CivilTime
import Recurrence

// What a ritual gives to talk about.

extension Ritual {
    /// What to talk about: the prompts of the deck by the number of the occurrence, without those that were never
    /// to come again by then, or the ritual's own in turn, one for each date; `nil` where there are none.
    package func prompt(of key: OccurrenceKey, marks: [PromptMark]) -> String? {
        if deck != nil {
            let prompts = deckPrompts(of: key, marks: marks).map(\.text)
            return prompts.isEmpty ? nil : prompts.joined(separator: "\n")
        }
        guard !prompts.isEmpty else {
            return nil
        }
        let count = prompts.count
        return prompts[((key.start.date.epochDay % count) + count) % count]
    }

    /// The prompts of its deck at an occurrence; none where it has no deck.
    package func deckPrompts(of key: OccurrenceKey, marks: [PromptMark]) -> [Deck.Prompt] {
        guard let deck else {
            return []
        }
        return deck.prompts(at: number(of: key), passing: passing(marks, in: deck))
    }

    /// The prompts that come after an instant, each where it comes first.
    package func comingPrompts(after instant: Instant, marks: [PromptMark]) -> [Deck.Prompt] {
        guard let deck, let first = firstNumber(after: instant) else {
            return []
        }
        let passing = passing(marks, in: deck)
        var seen: Set<Deck.Prompt> = []
        return (first..<(first + deck.prompts.count))
            .flatMap { deck.prompts(at: $0, passing: passing) }
            .filter { seen.insert($0).inserted }
    }

    /// What marks come to for the occurrences of this ritual.
    ///
    /// One that was to start by the time of a mark had its prompt already, and keeps it.
    private func passing(_ marks: [PromptMark], in deck: Deck) -> [Deck.Passing] {
        marks.filter { $0.kind == .never && $0.deck == deck.name }.compactMap { mark in
            guard
                let place = deck.prompts.firstIndex(where: { mark.isAbout($0.text, of: deck.name) }
                ),
                let from = firstNumber(after: mark.said)
            else {
                return nil
            }
            let until = mark.undone.flatMap(firstNumber)
            return until == from ? nil : Deck.Passing(place: place, from: from, until: until)
        }
    }

    /// The number of the first occurrence that is scheduled after an instant.
    private func firstNumber(after instant: Instant) -> Int? {
        guard let schedule else {
            // What comes on a signal has the number of its day.
            return zone.local(at: instant).date.epochDay + 1
        }
        return schedule.next(in: zone, after: instant).map { number(of: key(of: $0)) }
    }
}
