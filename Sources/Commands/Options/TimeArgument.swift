import ArgumentParser
import CivilTime
import ControlAPI

/// A time of the commands that need no daemon, with the bounds that it names.
struct TimeArgument: Hashable {
    let typed: TypedTime

    /// Reads a time, or says what is wrong with it and what is accepted.
    static func read(_ text: String) throws -> TimeArgument {
        TimeArgument(typed: try TypedTime.read(text, allowed: allowed))
    }

    /// The instant, a local time being read in `zone` and a date as its beginning.
    func instant(in zone: Zone, at now: Instant) -> Instant {
        point(in: zone, at: now).instant(in: zone)
    }

    /// The instant at which a span ends that goes up to this time: of a date it is the day's end.
    func end(in zone: Zone, at now: Instant) -> Instant {
        guard case .date(let date) = point(in: zone, at: now) else {
            return instant(in: zone, at: now)
        }
        return zone.instant(of: CivilDateTime(date.adding(days: 1), .midnight))
    }

    /// The last instant that lies within a span of which this time is part.
    func last(in zone: Zone, at now: Instant) -> Instant {
        guard case .date = point(in: zone, at: now) else {
            return instant(in: zone, at: now)
        }
        return end(in: zone, at: now) - .seconds(1)
    }

    /// The local time, a date being read as its midnight.
    func local(in zone: Zone, at now: Instant) -> CivilDateTime {
        point(in: zone, at: now).local(in: zone)
    }

    private func point(in zone: Zone, at now: Instant) -> TimePoint {
        typed.resolved(at: now, in: zone, leaning: .ahead)
    }

    /// Refuses an offset that is not the one of the zone in brackets (RFC 9557 section 3.4).
    func check(_ option: String, in context: CommandContext) throws {
        guard case .instant(let time) = typed.reading else {
            return
        }
        if let zone = time.zone, !zone.hasPrefix("+"), !zone.hasPrefix("-") {
            _ = try context.zone(named: zone)
        }
        if let contradiction = try time.contradiction(in: context.zones) {
            throw CommandFailure(.usage, "\(option): \(contradiction)")
        }
    }

    /// What every help that takes such a time says of it.
    static let forms = "Such as 2026-01-01, tomorrow, 'fri 19:00' or 2026-01-01T17:00:00Z."

    private static let allowed =
        "give a time such as 2026-01-01, 'fri 19:00' or 2026-01-01T17:00:00Z"
}

/// A date on the command line: `2026-01-09`, `fri`, `yesterday`.
struct DateArgument: Hashable {
    let typed: TypedTime

    static let allowed = "give a date such as yesterday, fri or 2026-01-09"

    /// Reads a date, or says what is wrong with it.
    static func read(_ text: String) throws -> DateArgument {
        let argument = DateArgument(typed: try TypedTime.read(text, allowed: allowed))
        guard argument.isDate else {
            throw ValidationError("it names a time of day; \(allowed)")
        }
        return argument
    }

    private init(typed: TypedTime) {
        self.typed = typed
    }

    /// The date by the clock of `zone` at `now`.
    func date(at now: Instant, in zone: Zone, leaning: TypedTime.Leaning) -> CivilDate {
        typed.resolved(at: now, in: zone, leaning: leaning).date(in: zone)
    }

    private var isDate: Bool {
        switch typed.reading {
        case .day(_, nil): true
        case .length(let span, _): span.seconds == 0
        case .next: true
        default: false
        }
    }
}

/// Reads an argument, and says with the words of the calendar why it is none.
func explained<Value>(_ read: () throws -> Value) throws -> Value {
    do {
        return try read()
    } catch {
        throw ValidationError("\(error)")
    }
}

/// Why a date or a time on the command line is none.
enum Complaint {
    /// Says which part does not exist, if it is that, and what is accepted.
    static func about(_ error: CivilTimeError, allowed: String) -> String {
        switch error {
        case .outOfRange: "\(error); \(allowed)"
        case .unreadable(let text, let expected) where text.contains("["):
            "it is not \(expected); \(allowed)"
        default: allowed
        }
    }
}
