import CivilTime
import ControlAPI
import Household
import PlainText

/// `ritualctl upcoming` without a number: today in full, seven days with what is daily folded into one line, and the next of
/// everything rarer.
struct OutlookListing {
    private let near: [OccurrenceMessage]
    private let daily: [(times: String, title: String, missing: String)]
    private let later: [OccurrenceMessage]
    private let waiting: [NamesMessage.Ritual]
    private let context: CommandContext

    private var style: Style { context.style }

    /// - Parameters:
    ///   - coming: all that starts today or within the seven days after, in order.
    ///   - next: the next occurrence of each ritual, in order.
    ///   - waiting: rituals that wait for kept weeks.
    ///   - isFolded: whether what is daily stands in one line.
    ///   - context: where it is shown.
    init(
        _ coming: [OccurrenceMessage],
        next: [OccurrenceMessage],
        waiting: [NamesMessage.Ritual] = [],
        isFolded: Bool,
        in context: CommandContext
    ) {
        self.context = context
        self.waiting = waiting
        let all = context.onOneClock(coming + next)
        let next = Array(all.dropFirst(coming.count))
        let relative = context.relativeTime(in: all.first?.start.zone)
        let today = relative.zone.local(at: relative.now).date
        let days = (1...7).map { today.adding(days: $0) }
        let coming = all.prefix(coming.count).filter {
            $0.start.local.date <= today.adding(days: 7)
        }
        let week = coming.filter { days.contains($0.start.local.date) }
        var daily: [(times: String, title: String, missing: String)] = []
        var folded: Set<OccurrenceKey> = []
        for ritual in isFolded ? Self.inOrder(week.map(\.ritual)) : [] {
            let own = week.filter { $0.ritual == ritual }
            guard let fold = Fold(own, of: days) else {
                continue
            }
            folded.formUnion(fold.keys)
            daily.append((fold.times, own[0].title, fold.missing))
        }
        let shown = Set(coming.map(\.ritual))
        self.daily = daily
        near = coming.filter { !folded.contains($0.occurrence) }
        later = next.filter { !shown.contains($0.ritual) }
    }

    private static func inOrder(_ rituals: [String]) -> [String] {
        var seen: Set<String> = []
        return rituals.filter { seen.insert($0).inserted }
    }

    var lines: [String] {
        let listing = UpcomingListing(near, in: context).lines
        let end = near.firstIndex { !isToday($0) } ?? near.count
        let today = end == 0 ? 0 : UpcomingListing(Array(near[..<end]), in: context).lines.count
        return listing.prefix(today) + folded + listing.dropFirst(today) + laterLines
    }

    private func isToday(_ occurrence: OccurrenceMessage) -> Bool {
        let times = OccurrenceTimes(occurrence, in: context)
        return times.day == "today" || times.isUnderWay
    }

    /// `daily  20:30 Check-in, 22:00 Reading (not Thu)`.
    private var folded: [String] {
        guard !daily.isEmpty else {
            return []
        }
        let parts = daily.map { "\($0.times) \($0.title.withoutControls)\($0.missing)" }
        return ["\(style.strong("daily"))  \(parts.joined(separator: ", "))"]
    }

    private var laterLines: [String] {
        let everyone = later.map(\.partners.count).max() ?? 0
        let rows = later.map { occurrence in
            let times = OccurrenceTimes(occurrence, in: context)
            return [
                Table.Cell("\(times.day) \(times.time)"),
                Table.Cell(occurrence.label(among: everyone)),
                Table.Cell(times.length, style.faint), Table.Cell(occurrence.ritual, style.faint),
                Table.Cell(times.dayDistance, style.faint),
            ]
        }
        let table = Table([.fixed, .title, .right, .extra, .extra], rows, in: context)
        let lines = zip(later, rows).flatMap { occurrence, row in
            table.lines(row) + occurrence.cellsBelow(in: context).flatMap(table.below)
        }
        return (rows.isEmpty ? [] : [style.strong("Later")]) + lines + waitingLines
    }

    /// What begins once so many weeks were kept.
    private var waitingLines: [String] {
        waiting.compactMap { ritual in
            ritual.waits.map { waits in
                let relative = context.relativeTime(in: ritual.zone)
                return "  \(ritual.title.withoutControls) "
                    + style.faint(WaitingWords.line(waits, relative))
            }
        }
    }
}

/// What falls on nearly every day at the same times.
private struct Fold {
    /// So many of seven days make it daily.
    private static let least = 5

    var times: String
    var missing: String
    /// Those that the fold stands for; others of the ritual are shown by themselves.
    var keys: Set<OccurrenceKey>

    init?(_ occurrences: [OccurrenceMessage], of days: [CivilDate]) {
        var byDay: [CivilDate: [OccurrenceMessage]] = [:]
        for occurrence in occurrences where !occurrence.held {
            byDay[occurrence.start.local.date, default: []].append(occurrence)
        }
        let clocks = byDay.mapValues { $0.map(\.start.local.time) }
        let usual = Dictionary(grouping: clocks.values) { $0 }
            .max { ($0.value.count, $1.key.count) < ($1.value.count, $0.key.count) }
        guard let usual, usual.value.count >= Self.least else {
            return nil
        }
        let kept = clocks.filter { $0.value == usual.key }.keys
        times = usual.key.map(\.toTheMinute).joined(separator: " and ")
        let others = days.filter { !kept.contains($0) }.map(\.weekday.abbreviation)
        missing = others.isEmpty ? "" : " (not \(others.joined(separator: ", ")))"
        keys = Set(kept.flatMap { byDay[$0] ?? [] }.map(\.occurrence))
    }
}
