package import CivilTime

/// The holds that are known, in the order in which they were said.
package struct Holds: Sendable {
    /// The most holds of one ritual, or of everything, that are taken in a day.
    package static let most = 100

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

    /// Those that stand at `now` or are to come.
    package func current(at now: Instant) -> [Hold] {
        all.filter { $0.end > now && $0.end > $0.from }
    }

    /// The hold that stands at `now` and says the same as `hold`, which may leave the reason out.
    package func standing(_ hold: Hold, at now: Instant) -> Hold? {
        current(at: now).last { standing in
            let isOfNow = standing.from <= now && hold.from <= now
            return standing.ritual == hold.ritual && standing.released == nil
                && (isOfNow || standing.from == hold.from) && standing.until == hold.until
                && standing.partner == hold.partner
                && (hold.reason == nil || standing.reason == hold.reason)
        }
    }

    /// Whether `hold` would be taken at `now`, as one that is not said already.
    package func hasRoom(for hold: Hold, at now: Instant) -> Bool {
        let dayAgo = now - .seconds(86_400)
        return all.count { $0.ritual == hold.ritual && $0.from > dayAgo } < Self.most
    }
}
