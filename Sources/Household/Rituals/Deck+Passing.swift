// What of a deck was passed over, and what comes then.

extension Deck {
    /// A prompt that does not come at some of the occurrences.
    package struct Passing: Hashable, Sendable {
        /// The place of the prompt among those of the deck.
        package var place: Int
        /// The number of the first occurrence at which it does not come.
        package var from: Int
        /// The number of the first at which it comes again; `nil` where it never does.
        package var until: Int?

        package init(place: Int, from: Int, until: Int? = nil) {
            self.place = place
            self.from = from
            self.until = until
        }

        fileprivate func covers(_ number: Int) -> Bool {
            from <= number && until.map { number < $0 } ?? true
        }
    }

    /// The prompts of the occurrence with that number, the first being 0, without those that are passed over.
    ///
    /// What came before a prompt was passed over stays what it was. From there on the others come in their
    /// order, beginning with the one that was next, so none of them comes again before all of them have come.
    package func prompts(at number: Int, passing: [Passing]) -> [Prompt] {
        let changes = Set(passing.flatMap { [$0.from, $0.until].compactMap(\.self) })
            .filter { $0 <= number }.sorted()
        guard let first = changes.first, !prompts.isEmpty, each > 0 else {
            return prompts(at: number)
        }
        var next = place(at: first)
        for (index, change) in changes.enumerated() {
            let out = Set(passing.filter { $0.covers(change) }.map(\.place))
            let left = prompts.indices.filter { !out.contains($0) }
            guard !left.isEmpty else {
                continue
            }
            let end = index + 1 < changes.count ? changes[index + 1] : number
            let start = left.firstIndex { $0 >= next } ?? 0
            let step = min(each, left.count)
            let now = (start + (end - change) % left.count * step) % left.count
            guard index + 1 < changes.count else {
                return (0..<step).map { prompts[left[(now + $0) % left.count]] }
            }
            next = left[now]
        }
        return []
    }

    /// The place of the first prompt of an occurrence where nothing is passed over.
    ///
    /// A number of any size and sign has its place.
    func place(at number: Int) -> Int {
        let count = prompts.count
        return (number % count + count) % count * (each % count) % count
    }
}
