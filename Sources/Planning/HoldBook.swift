import CivilTime

/// The holds that are known, in the order in which they were said.
struct HoldBook: Sendable {
    private(set) var all: [Hold]

    init(_ holds: [Hold]) {
        all = holds
    }

    mutating func add(_ hold: Hold) {
        all.append(hold)
    }

    mutating func end(by release: Release) {
        for index in all.indices where release.ends(all[index]) {
            all[index].released = release.at
        }
    }

    /// The last one said that holds `ritual` at any of `instants`, or `nil`.
    func hold(of ritual: String, at instants: Instant...) -> Hold? {
        guard !all.isEmpty else {
            return nil
        }
        return all.last { hold in instants.contains { hold.covers(ritual, at: $0) } }
    }
}
