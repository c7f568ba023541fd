package import CivilTime

/// When one partner is busy, from their calendars: no words, only times.
package struct BusyTimes: Hashable, Sendable {
    /// In order, none touching another.
    package let spans: [Range<Instant>]

    /// Joins times in any order; empty ones count for nothing.
    package init(_ times: [Range<Instant>]) {
        var spans: [Range<Instant>] = []
        for time in times.sorted(by: { $0.lowerBound < $1.lowerBound }) where !time.isEmpty {
            if let last = spans.last, time.lowerBound <= last.upperBound {
                spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, time.upperBound)
            } else {
                spans.append(time)
            }
        }
        self.spans = spans
    }

    /// Whether any of `time` is busy.
    package func touch(_ time: Range<Instant>) -> Bool {
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].upperBound <= time.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < spans.count && spans[low].lowerBound < time.upperBound
    }
}
