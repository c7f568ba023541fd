/// A list of prompts that is used up before any of them comes again.
///
/// A deepening deck keeps the order in which it is written, and is meant to be begun at its first prompt.
/// Any other is laid so that no two neighbours are of one theme, the last and the first included, where
/// its themes allow it. Both are functions of the written list alone, so that all machines agree.
package struct Deck: Hashable, Sendable {
    package var name: String
    /// In the order in which they come.
    package let prompts: [Prompt]
    package var isDeepening: Bool
    /// How many come at one occurrence.
    package var each: Int

    package struct Prompt: Hashable, Sendable {
        package var theme: String?
        package var text: String

        package init(theme: String? = nil, text: String) {
            self.theme = theme
            self.text = text
        }
    }

    package init(name: String, prompts: [Prompt], isDeepening: Bool = false, each: Int = 1) {
        self.name = name
        self.prompts = isDeepening ? prompts : Self.spread(prompts)
        self.isDeepening = isDeepening
        self.each = each
    }

    /// The prompts of the occurrence with that number, the first being 0.
    package func prompts(at number: Int) -> [Prompt] {
        guard !prompts.isEmpty, each > 0 else {
            return []
        }
        let first = place(at: number)
        return (0..<min(each, prompts.count)).map { prompts[(first + $0) % prompts.count] }
    }

    /// The prompts with those of one theme apart.
    ///
    /// Each place goes to the theme, other than that of the place before, of which most are left; of
    /// equals to the theme that came first of all, so that it does not come last as well, and then in
    /// the order of the list. Prompts without a theme are a theme each.
    private static func spread(_ prompts: [Prompt]) -> [Prompt] {
        var left: [(theme: String, prompts: ArraySlice<Prompt>)] = []
        for (index, prompt) in prompts.enumerated() {
            let theme = prompt.theme ?? "\(index)"
            if let place = left.firstIndex(where: { $0.theme == theme }) {
                left[place].prompts.append(prompt)
            } else {
                left.append((theme, [prompt]))
            }
        }
        var placed: [Prompt] = []
        var first: Int?
        var last: Int?
        while placed.count < prompts.count {
            let open = left.indices.filter { !left[$0].prompts.isEmpty }
            let choice = open.filter { $0 != last }.max { one, other in
                let sizes = (left[one].prompts.count, left[other].prompts.count)
                guard sizes.0 == sizes.1 else {
                    return sizes.0 < sizes.1
                }
                return one == first ? false : other == first ? true : one > other
            }
            guard let next = choice ?? open.first, let prompt = left[next].prompts.popFirst() else {
                break
            }
            first = first ?? next
            last = next
            placed.append(prompt)
        }
        return placed
    }
}
