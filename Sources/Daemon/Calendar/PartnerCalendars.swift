import CivilTime
import Emitters
import Household
import ICalendar
import Planning

/// Knows when partners are busy, from their calendars.
///
/// A calendar is read only when somebody asks: a file when it has changed, an address at most once an hour.
/// What was read last counts while a calendar cannot be read.
actor PartnerCalendars {
    /// What the calendars of some partners say.
    struct Answer: Sendable {
        /// By the partner's id.
        var busy: [String: BusyTimes] = [:]
        /// What could not be read, in words.
        var problems: [String] = []
    }

    /// A calendar, read with its owner's clock: all-day events begin at midnight there.
    private struct Place: Hashable {
        var calendar: BusyCalendar
        var zone: Zone
    }

    private struct Kept {
        var calendar: CalendarFile?
        var version: CalendarText.Version?
        var asked: Instant
        var problem: String?
    }

    private static let hour = Duration.seconds(3_600)

    private let text: CalendarText
    private let zones: any ZoneProviding
    private var kept: [Place: Kept] = [:]
    private var reading: [Place: Task<Kept, Never>] = [:]

    init(text: CalendarText, zones: any ZoneProviding) {
        self.text = text
        self.zones = zones
    }

    /// When each partner is busy between two instants; empty where nobody has a calendar.
    func answer(
        for partners: [Partner],
        from start: Instant,
        until end: Instant,
        at now: Instant
    ) async -> Answer {
        var answer = Answer()
        for partner in partners where !partner.busy.isEmpty {
            var times: [Range<Instant>] = []
            for (index, calendar) in partner.busy.enumerated() {
                let read = await read(Place(calendar: calendar, zone: partner.zone), at: now)
                if let problem = read.problem {
                    let which = partner.busy.count == 1 ? "calendar" : "calendar \(index + 1)"
                    answer.problems.append("\(partner.name)'s \(which): \(problem)")
                }
                let events = read.calendar?.occurrences(from: start, until: end, in: partner.zone)
                times += (events ?? []).filter(\.isBusy).map { $0.start..<$0.end }
            }
            answer.busy[partner.id] = BusyTimes(times)
        }
        return answer
    }

    private func read(_ place: Place, at now: Instant) async -> Kept {
        let known = kept[place]
        if let known, !place.calendar.isFile, now >= known.asked, now - known.asked < Self.hour {
            return known
        }
        if let task = reading[place] {
            return await task.value
        }
        // At a stop nobody waits for a server.
        let task = Task { await Self.read(place, after: known, from: text, zones, at: now) }
        reading[place] = task
        let found = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        reading[place] = nil
        if !task.isCancelled {
            kept[place] = found
        }
        return found
    }

    private static func read(
        _ place: Place,
        after known: Kept?,
        from text: CalendarText,
        _ zones: any ZoneProviding,
        at now: Instant
    ) async -> Kept {
        // Without a calendar a version is of no use: it could not be read.
        var found = Kept(calendar: known?.calendar, version: known?.version, asked: now)
        switch await text.read(place.calendar, unless: found.calendar == nil ? nil : found.version)
        {
        case .unchanged:
            break
        case .failed(let reason):
            found.problem = reason
        case .read(let bytes, let version):
            do {
                found.calendar = try CalendarFile(
                    reading: bytes,
                    zones: zones,
                    home: place.zone,
                    around: now
                )
                found.version = version
            } catch {
                found.problem = "line \(error.line): \(error)"
            }
        }
        return found
    }
}

extension BusyCalendar {
    fileprivate var isFile: Bool {
        if case .file = self { true } else { false }
    }
}

extension EventOccurrence {
    /// Whether whoever has the event in their calendar is not free then.
    fileprivate var isBusy: Bool {
        !event.isTransparent && event.status != .cancelled && start < end
    }
}
