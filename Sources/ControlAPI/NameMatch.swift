/// The id that a person means by a typed name.
package enum NameMatch: Hashable, Sendable {
    case one(String)
    /// The name fits several ids equally well.
    case several([String])
    case none

    /// How well a name fits, the best first.
    private enum Fit: CaseIterable {
        case id, whole, words, beginning, part
    }

    /// Finds the id that `text` means among ids with their titles.
    ///
    /// The first of these rules that fits any id decides: the id itself; id or title in any case; a
    /// run of whole words of either; the beginning of either; a part of either.
    package init(
        _ text: String,
        among known: [(id: String, title: String)],
        wholeOnly: Bool = false
    ) {
        let wanted = Self.folded(text)
        self = .none
        guard !wanted.isEmpty else {
            return
        }
        for fit in Fit.allCases where !wholeOnly || [.id, .whole].contains(fit) {
            let found = known.filter { entry in
                fit == .id
                    ? entry.id == text
                    : [entry.id, entry.title].contains {
                        Self.fits(wanted, Self.folded($0), as: fit)
                    }
            }
            guard found.isEmpty else {
                self = found.count == 1 ? .one(found[0].id) : .several(found.map(\.id))
                return
            }
        }
    }

    private static func fits(_ wanted: String, _ name: String, as fit: Fit) -> Bool {
        switch fit {
        case .id: false
        case .whole: name == wanted
        case .words: "-\(name)-".contains("-\(wanted)-")
        case .beginning: name.hasPrefix(wanted)
        case .part: name.contains(wanted)
        }
    }

    /// The text in lower case, with one dash between words.
    private static func folded(_ text: String) -> String {
        let words = text.lowercased().split { $0.isWhitespace || $0 == "-" || $0 == "_" }
        return words.joined(separator: "-")
    }
}
