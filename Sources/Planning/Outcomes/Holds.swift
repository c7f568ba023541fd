package import CivilTime

/// The holds that are known, in the order in which they were said.
package struct Holds: Sendable {
    /// The most holds of one ritual, or of everything, that are taken in a day.
    package static let most = 100

    package private(set) var all: [Hold]
    /// How many outcomes had been said before each was said, or released; more than any where that is not known.
    private var places: [Int]

    init(_ holds: [Hold]) {
        all = holds
        places = holds.map { _ in .max }
    }

    mutating func add(_ hold: Hold, after place: Int) {
        all.append(hold)
        places.append(place)
    }

    mutating func end(by release: Release, after place: Int) {
        for index in all.indices where release.ends(all[index]) {
            all[index].released = release.at
            places[index] = place
        }
    }

    /// Takes a hold back; returns whether it was said.
    mutating func remove(_ hold: Hold) -> Bool {
        guard let index = all.lastIndex(of: hold) else {
            return false
        }
        all.remove(at: index)
        places.remove(at: index)
        return true
    }

    /// Takes the release of a hold back, or that another took its place; returns the hold as it stands again.
    mutating func resume(_ hold: Hold) -> Hold? {
        guard let index = all.lastIndex(of: hold) else {
            return nil
        }
        all[index].released = nil
        return all[index]
    }

    /// The hold of the same scope whose place a hold took and that would still stand at `now`.
    func replaced(by hold: Hold, at now: Instant) -> Hold? {
        all.last { $0.ritual == hold.ritual && $0.released == hold.from && $0.until > now }
    }

    /// The hold that was said, or released, last and still matters at `now`: of a ritual alone, or of a partner,
    /// where one is named.
    func last(
        of ritual: String?,
        by partner: String?,
        at now: Instant
    ) -> (hold: Hold, said: Instant, place: Int)? {
        all.indices.filter { index in
            let hold = all[index]
            return hold.until > now && (ritual == nil || hold.ritual == ritual)
                && (partner == nil || hold.partner == partner)
                && !all[(index + 1)...].contains {
                    $0.ritual == hold.ritual && $0.from == hold.released
                }
        }.map { (hold: all[$0], said: all[$0].released ?? all[$0].from, place: places[$0]) }
            .max { ($0.said, $0.place) < ($1.said, $1.place) }
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
