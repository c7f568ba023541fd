package import CivilTime

/// How far two zones' clocks are apart, and when that is not as usual.
package struct ClockDistance: Hashable, Sendable {
    /// How far the other clock is ahead, in seconds; negative where it is behind.
    package var seconds: Int
    /// The same for the most of the year around.
    package var usual: Int
    /// Since when it is so, and until when; both as the first clock shows them.
    package var from: CivilDate
    package var until: CivilDate

    /// The zones' laws are looked at so far before and after an instant.
    private static let halfYear = Duration.seconds(183 * 86_400)
    private static let mostChanges = 32

    /// The distance that begins between two instants and is not the usual one; `nil` where none does.
    package init?(of other: Zone, from own: Zone, changingAfter start: Instant, by end: Instant) {
        let distance = { (instant: Instant) in
            other.offset(at: instant).seconds - own.offset(at: instant).seconds
        }
        let (before, after) = (distance(start), distance(end))
        guard before != after else {
            return nil
        }
        usual = Self.usual(distance, [own, other], around: start)
        guard after != usual else {
            return nil
        }
        seconds = after
        var begin = start
        for _ in 0..<Self.mostChanges where begin < end && distance(begin) != after {
            begin = Self.change([own, other], after: begin) ?? end
        }
        var over = begin
        for _ in 0..<Self.mostChanges where distance(over) == after {
            guard let next = Self.change([own, other], after: over) else {
                break
            }
            over = next
        }
        from = own.local(at: begin).date
        until = own.local(at: over).date
    }

    /// The distance that holds for the longest time in the year around an instant.
    private static func usual(
        _ distance: (Instant) -> Int,
        _ zones: [Zone],
        around instant: Instant
    ) -> Int {
        let end = instant + halfYear
        var lengths: [Int: Duration] = [:]
        var begin = instant - halfYear
        for _ in 0..<mostChanges where begin < end {
            let next = min(change(zones, after: begin) ?? end, end)
            lengths[distance(begin), default: .zero] += next - begin
            begin = next
        }
        // Of two that hold equally long the one that holds now.
        let now = distance(instant)
        let longest = lengths.values.max() ?? .zero
        return lengths[now] == longest
            ? now : lengths.filter { $0.value == longest }.keys.min() ?? now
    }

    private static func change(_ zones: [Zone], after instant: Instant) -> Instant? {
        zones.compactMap { $0.nextTransition(after: instant) }.min()
    }
}
