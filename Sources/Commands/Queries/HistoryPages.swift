import CivilTime
import ControlAPI

/// All occurrences of a span of dates, read from the daemon a page at a time.
struct HistoryPages {
    let from: CivilDate
    let until: CivilDate
    let ritual: String?
    let context: CommandContext

    /// So many dates are asked for at once.
    private static let days = 93
    /// An answer has no more occurrences, so one that has as many may leave some out.
    private static let mostRows = UpcomingQuery.counts.upperBound

    /// Calls `body` with each, oldest first; of a page that would be too big, with the parts of it.
    ///
    /// A ritual that is no longer kept is known only to pages in which something of it is: a ritual that no
    /// page knows is refused.
    func forEach(_ body: (HistoryMessage.Entry) throws -> Void) throws {
        var (isKnown, refusal) = (false, CommandFailure?.none)
        for first in stride(from: from.epochDay, through: until.epochDay, by: Self.days) {
            let last = min(until.epochDay, first + Self.days - 1)
            do {
                try read(first...last, body)
                isKnown = true
            } catch let failure as CommandFailure where ritual != nil && failure.status == .failed {
                refusal = failure
            }
        }
        if let refusal, !isKnown {
            throw refusal
        }
    }

    private func read(
        _ days: ClosedRange<Int>,
        _ body: (HistoryMessage.Entry) throws -> Void
    ) throws {
        let query = HistoryQuery(
            from: CivilDate(epochDay: days.lowerBound),
            until: CivilDate(epochDay: days.upperBound),
            ritual: ritual
        )
        let page = try context.ask(.history, query.items, for: HistoryMessage.self)
        guard page.occurrences.count >= Self.mostRows, days.count > 1 else {
            if page.occurrences.count >= Self.mostRows {
                try context.noteCut(
                    page.occurrences.count,
                    "the latest # of \(page.from) are exported"
                )
            }
            return try page.occurrences.forEach(body)
        }
        for day in days {
            try read(day...day, body)
        }
    }
}
