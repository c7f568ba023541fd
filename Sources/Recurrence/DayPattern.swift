import CivilTime

/// The days of a plan: those that pass the filter and whose number modulo `modulus` is the residue
/// of a class.
///
/// Each class has its own times of day.
struct DayPattern: Sendable {
    /// A set of days for each of the 14 kinds of year, six words each; empty where all pass.
    let filter: [UInt64]
    /// A set of years, empty where all pass.
    let years: [UInt64]
    let modulus: Int
    /// The residues that count, in order.
    let classes: [Int]
    /// The index in the plan's times at which each class begins, and after these the end of the
    /// last.
    let classStarts: [Int32]

    static let everyDay = DayPattern(
        filter: [],
        years: [],
        modulus: 1,
        classes: [0],
        classStarts: [0, 1]
    )

    /// Whether the days are every n-th one with the same times, without a filter.
    var isUniform: Bool { filter.isEmpty && classes.count == 1 }

    func allows(year: Int) -> Bool {
        years.isEmpty || (year >= 0 && years[year >> 6] >> UInt64(year & 63) & 1 == 1)
    }

    /// Returns the class of the first day at or after the given one that has a class, and how many
    /// days ahead that day is.
    @inline(__always)
    func nextClass(from day: Int) -> (index: Int, distance: Int) {
        if modulus == 1 { return (0, 0) }
        let residue = CalendarMath.floorModulo(day, modulus)
        if classes.count == 1 {
            let distance = classes[0] - residue
            return (0, distance < 0 ? distance + modulus : distance)
        }
        var low = 0
        var high = classes.count
        while low < high {
            let middle = (low + high) / 2
            if classes[middle] < residue { low = middle + 1 } else { high = middle }
        }
        return low < classes.count
            ? (low, classes[low] - residue) : (0, classes[0] + modulus - residue)
    }
}

/// A cursor over the days that pass a filter; it caches the year that it is in.
struct DayFilterPlace: Sendable {
    private var year = Int.min
    private var yearStart = 0
    private var yearEnd = 0
    private var row = 0

    /// Returns the first day at or after the given one that passes, or `nil` before year 10000.
    mutating func first(from day: Int, in pattern: DayPattern) -> Int? {
        if pattern.filter.isEmpty { return day <= CalendarMath.lastDay ? day : nil }
        var day = day
        if day < yearStart || day >= yearEnd {
            enter(CalendarMath.civil(epochDay: day).year)
        }
        while year <= 9999 {
            if pattern.allows(year: year), let found = scan(from: day - yearStart, pattern.filter) {
                return yearStart + found
            }
            day = yearEnd
            enter(year + 1)
        }
        return nil
    }

    private mutating func enter(_ next: Int) {
        year = next
        yearStart = CalendarMath.yearStart(next)
        let isLeap = CalendarMath.isLeap(next)
        yearEnd = yearStart + (isLeap ? 366 : 365)
        row = YearKind.index(weekday: CalendarMath.weekdayIndex(epochDay: yearStart), isLeap) * 6
    }

    private func scan(from dayOfYear: Int, _ filter: [UInt64]) -> Int? {
        var word = dayOfYear >> 6
        var bits = filter[row + word] & (~0 << UInt64(dayOfYear & 63))
        while bits == 0 {
            word += 1
            if word == 6 { return nil }
            bits = filter[row + word]
        }
        return word << 6 + bits.trailingZeroBitCount
    }
}

/// The 14 kinds of year: leap or not, times the weekday of 1 January.
enum YearKind {
    static let count = 14

    static func index(weekday: Int, _ isLeap: Bool) -> Int { weekday + (isLeap ? 7 : 0) }

    static func of(year: Int) -> Int {
        let start = CalendarMath.yearStart(year)
        return index(
            weekday: CalendarMath.weekdayIndex(epochDay: start),
            CalendarMath.isLeap(year)
        )
    }

    /// A year of each kind, to read dates from.
    static let samples: [Int] = {
        var samples = [Int](repeating: 0, count: count)
        for year in 2000..<2400 { samples[of(year: year)] = year }
        return samples
    }()
}
