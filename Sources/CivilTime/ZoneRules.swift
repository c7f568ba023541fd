/// The transitions of a zone and the footer that continues them.
final class ZoneRules: Sendable {
    let identifier: String
    private let transitions: [Int64]
    /// The index into `kinds` before the first transition and after each.
    private let kindIndices: [UInt8]
    private let kinds: [LocalTimeKind]
    let footer: PosixZone?
    private let annual: AnnualChanges?

    static let utc = ZoneRules(
        identifier: "UTC",
        transitions: [],
        kindIndices: [0],
        kinds: [LocalTimeKind(offset: 0, isDaylight: false, abbreviation: "UTC")],
        footer: nil
    )

    init(
        identifier: String,
        transitions: [Int64],
        kindIndices: [UInt8],
        kinds: [LocalTimeKind],
        footer: PosixZone?
    ) {
        self.identifier = identifier
        self.transitions = transitions
        self.kindIndices = kindIndices
        self.kinds = kinds
        self.footer = footer
        annual = footer.flatMap { AnnualChanges($0) }
    }

    func isEqual(to other: ZoneRules) -> Bool {
        identifier == other.identifier && transitions == other.transitions
            && kindIndices == other.kindIndices
            && kinds == other.kinds && footer == other.footer
    }

    /// Returns the stretch around an instant.
    func span(at instant: Int64) -> ZoneSpan {
        let index = transitionCount(upTo: instant)
        if index == transitions.count, let footer {
            let floor = transitions.last ?? .min
            if let span = annual?.span(at: instant), span.start > floor { return span }
            return footer.span(at: instant, floor: floor, offsetBefore: offset(max(0, index - 1)))
        }
        return ZoneSpan(
            start: index == 0 ? .min : transitions[index - 1],
            end: index == transitions.count ? .max : transitions[index],
            previous: offset(max(0, index - 1)),
            offset: offset(index),
            next: nextOffset(after: index)
        )
    }

    /// Returns the stretch after another, which is not the last.
    func span(after span: ZoneSpan) -> ZoneSpan {
        annual?.span(after: span) ?? self.span(at: span.end)
    }

    /// Returns the stretch that a wall time is read with.
    ///
    /// The search starts from the wall time read as UTC, which is at most a few stretches off.
    func span(atLocal local: Int64) -> ZoneSpan {
        var span = span(at: local)
        for _ in 0..<16 {
            if local < span.localStart {
                span = self.span(at: span.start - 1)
            } else if local >= span.localEnd {
                span = self.span(at: span.end)
            } else {
                break
            }
        }
        return span
    }

    func abbreviation(at instant: Int64) -> String {
        let index = transitionCount(upTo: instant)
        if index == transitions.count, let footer {
            return footer.abbreviation(at: instant)
        }
        return kinds[Int(kindIndices[index])].abbreviation
    }

    private func offset(_ index: Int) -> Int32 { kinds[Int(kindIndices[index])].offset }

    /// The offset after the transition that ends a stretch; the last one leads into the footer.
    private func nextOffset(after index: Int) -> Int32 {
        guard index < transitions.count else { return offset(index) }
        if index + 1 == transitions.count, let footer {
            return footer.offset(at: transitions[index])
        }
        return offset(index + 1)
    }

    /// The number of transitions at or before an instant.
    private func transitionCount(upTo instant: Int64) -> Int {
        var low = 0
        var high = transitions.count
        if let last = transitions.last, instant >= last { return high }
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= instant {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

/// One of the kinds of local time that a zone has: an offset and its name.
struct LocalTimeKind: Hashable, Sendable {
    let offset: Int32
    let isDaylight: Bool
    let abbreviation: String
}
