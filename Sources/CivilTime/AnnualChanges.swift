/// The two changes of a footer as seconds from the year's start, for each of the 14 kinds of year.
///
/// Where both lie well within the year, always in the same order, the stretch around an instant is
/// found by comparing with the changes of its own year alone.
struct AnnualChanges: Sendable {
    /// The UTC second of the first change in each kind of year, from 1 January 00:00 UTC.
    private let firsts: [Int32]
    private let seconds: [Int32]
    /// The offset between the two changes of a year.
    private let inside: Int32
    /// The offset before the first change of a year and after the second.
    private let outside: Int32

    /// Fails where a change is within nine days of the year's end or of the other change, or where
    /// the order of the two differs between years.
    init?(_ zone: PosixZone) {
        guard let daylight = zone.daylight, daylight.kind.offset != zone.standard.offset else {
            return nil
        }
        var begins: [Int32] = []
        var ends: [Int32] = []
        let margin: Int64 = 9 * CalendarMath.secondsPerDay
        for kind in 0..<14 {
            guard let year = (2000..<2400).first(where: { Self.kind(ofYear: $0) == kind }) else {
                return nil
            }
            let start = Int64(CalendarMath.yearStart(year)) * CalendarMath.secondsPerDay
            let begin = daylight.start.localSeconds(in: year) - Int64(zone.standard.offset) - start
            let end = daylight.end.localSeconds(in: year) - Int64(daylight.kind.offset) - start
            let range = margin...(365 * CalendarMath.secondsPerDay - margin)
            guard range.contains(begin), range.contains(end), abs(begin - end) > margin,
                begins.isEmpty || (begin < end) == (begins[0] < ends[0])
            else { return nil }
            begins.append(Int32(begin))
            ends.append(Int32(end))
        }
        let isNorthern = begins[0] < ends[0]
        firsts = isNorthern ? begins : ends
        seconds = isNorthern ? ends : begins
        inside = isNorthern ? daylight.kind.offset : zone.standard.offset
        outside = isNorthern ? zone.standard.offset : daylight.kind.offset
    }

    /// Returns the stretch around an instant within the years that dates have, give or take one.
    func span(at instant: Int64) -> ZoneSpan? {
        guard instant > Self.earliest, instant < Self.latest else { return nil }
        // The mean year is 365.2425 days, so this is the instant's year or, near a year's end, a
        // neighbour.
        var year = 1970 + Int(CalendarMath.floorDivide(instant, 31_556_952))
        var (start, kind) = Self.start(ofYear: year)
        if instant < start {
            year -= 1
            (start, kind) = Self.start(ofYear: year)
        }
        let first = start + Int64(firsts[kind])
        if instant < first {
            let (start, kind) = Self.start(ofYear: year - 1)
            return outer(from: start + Int64(seconds[kind]), to: first, in: year)
        }
        let second = start + Int64(seconds[kind])
        if instant < second { return inner(from: first, to: second, in: year) }
        let (next, nextKind) = Self.start(ofYear: year + 1)
        let nextFirst = next + Int64(firsts[nextKind])
        if instant < nextFirst { return outer(from: second, to: nextFirst, in: year + 1) }
        return inner(from: nextFirst, to: next + Int64(seconds[nextKind]), in: year + 1)
    }

    /// Returns the stretch after one that this type made, without a search for its year.
    func span(after span: ZoneSpan) -> ZoneSpan? {
        guard let given = span.footerYear, span.end < Self.latest else { return nil }
        let year = Int(given)
        if span.offset == outside {
            let (start, kind) = Self.start(ofYear: year)
            return inner(from: span.end, to: start + Int64(seconds[kind]), in: year)
        }
        let (start, kind) = Self.start(ofYear: year + 1)
        return outer(from: span.end, to: start + Int64(firsts[kind]), in: year + 1)
    }

    private static var earliest: Int64 { -800_000 * CalendarMath.secondsPerDay }
    private static var latest: Int64 { 3_000_000 * CalendarMath.secondsPerDay }

    private func inner(from start: Int64, to end: Int64, in year: Int) -> ZoneSpan {
        ZoneSpan(
            start: start,
            end: end,
            previous: outside,
            offset: inside,
            next: outside,
            footerYear: Int32(truncatingIfNeeded: year)
        )
    }

    private func outer(from start: Int64, to end: Int64, in year: Int) -> ZoneSpan {
        ZoneSpan(
            start: start,
            end: end,
            previous: inside,
            offset: outside,
            next: inside,
            footerYear: Int32(truncatingIfNeeded: year)
        )
    }

    private static func start(ofYear year: Int) -> (second: Int64, kind: Int) {
        let day = CalendarMath.yearStart(year)
        let weekday = Int(UInt(bitPattern: day &+ 3 &+ 7 * 200_000) % 7)
        return (
            Int64(day) * CalendarMath.secondsPerDay,
            weekday + (CalendarMath.isLeap(year) ? 7 : 0)
        )
    }

    private static func kind(ofYear year: Int) -> Int { start(ofYear: year).kind }
}
