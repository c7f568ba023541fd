import CivilTime
import Household
import ICalendar

/// Reads `ics = "holidays.ics"`: the times of all events of a calendar are times of rest.
///
/// Days are whole dates of the household's zone, what has times rests from its start to its end. What is
/// cancelled does not count, and what is free for others (`TRANSP`) does, as holidays mostly are.
struct RestCalendarReader {
    let table: TableReader
    let zones: any ZoneProviding
    let zone: Zone
    let files: CalendarFiles

    /// Reading has no clock, so a calendar that goes on is laid out for all the years that anybody may mean.
    private static let first = Instant(secondsSinceEpoch: 1_704_067_200)
    private static let last = Instant(secondsSinceEpoch: 3_218_832_000)
    /// The zones of a calendar that have no known name are told by their changes around here.
    private static let around = Instant(secondsSinceEpoch: 1_767_225_600)
    private static let limit = 50_000
    private static let shownRefusals = 3

    func read() -> [Range<Instant>]? {
        guard let text = table.string("ics", expecting: "the path of a calendar, 'holidays.ics'")
        else {
            return nil
        }
        let calendar: CalendarFile
        do throws(CalendarFiles.Failure) {
            let path = try files.path(text.value, in: table.findings.file)
            let bytes = try files.read(path)
            do throws(CalendarError) {
                calendar = try CalendarFile(
                    reading: bytes,
                    zones: zones,
                    home: zone,
                    around: Self.around
                )
            } catch {
                table.findings.error(
                    "\(quoted(text.value)), line \(error.line): \(error)",
                    at: text
                )
                return nil
            }
        } catch {
            table.findings.error("\(quoted(text.value)) \(error.message)", at: text)
            return nil
        }
        tell(calendar.refusals, text)
        let found = calendar.occurrences(
            from: Self.first,
            until: Self.last,
            in: zone,
            limit: Self.limit
        )
        if found.count >= Self.limit {
            table.findings.error(
                "\(quoted(text.value)) has more than \(Self.limit) times",
                at: text
            )
        }
        let spans = found.filter { $0.event.status != .cancelled && $0.start < $0.end }
            .map { $0.start..<$0.end }
        if spans.isEmpty {
            table.findings.warning("\(quoted(text.value)) has no event, so nothing rests", at: text)
        }
        return spans
    }

    private func tell(_ refusals: [CalendarError], _ text: Located<String>) {
        for refusal in refusals.prefix(Self.shownRefusals) {
            table.findings.warning(
                "\(quoted(text.value)), line \(refusal.line): an event is left out: \(refusal)",
                at: text
            )
        }
        if refusals.count > Self.shownRefusals {
            let more = refusals.count - Self.shownRefusals
            table.findings.warning("\(quoted(text.value)): and \(more) more events", at: text)
        }
    }
}
