import ArgumentParser
import CivilTime
import ControlAPI

/// A time on the command line, before it is known in which zone to read it.
///
/// `2026-01-01`, `2026-01-01T10:00`, `2026-01-01T17:00:00Z`, `2026-01-01T10:00:00-07:00`, also with
/// a zone in brackets as `ritualctl recur` prints it.
struct TimeArgument: Hashable {
    private enum Reading: Hashable {
        case date(CivilDate)
        case local(CivilDateTime)
        case instant(ExtendedTime)
    }

    private let reading: Reading

    /// Reads a time, or says what is wrong with it and what is accepted.
    static func read(_ text: String) throws -> TimeArgument {
        do throws(CivilTimeError) {
            return TimeArgument(reading: try reading(text))
        } catch {
            throw ValidationError(Complaint.about(error, allowed: accepted))
        }
    }

    private static func reading(_ text: String) throws(CivilTimeError) -> Reading {
        if text.utf8.count <= 10 {
            return .date(try CivilDate(parsing: text))
        }
        do throws(CivilTimeError) {
            return .local(try CivilDateTime(parsing: text))
        } catch .unreadable {
            return .instant(try ExtendedTime(parsing: text))
        }
    }

    /// The instant, a local time being read in `zone` and a date as its beginning.
    func instant(in zone: Zone) -> Instant {
        switch reading {
        case .date(let date): zone.instant(of: CivilDateTime(date, .midnight))
        case .local(let local): zone.instant(of: local)
        case .instant(let time): time.instant
        }
    }

    /// The instant at which a span ends that goes up to this time: of a date it is the day's end.
    func end(in zone: Zone) -> Instant {
        guard case .date(let date) = reading else {
            return instant(in: zone)
        }
        return zone.instant(of: CivilDateTime(date.adding(days: 1), .midnight))
    }

    /// The last instant that lies within a span of which this time is part.
    func last(in zone: Zone) -> Instant {
        guard case .date = reading else {
            return instant(in: zone)
        }
        return end(in: zone) - .seconds(1)
    }

    /// Refuses an offset that is not the one of the zone in brackets (RFC 9557 section 3.4).
    func check(_ option: String, in context: CommandContext) throws {
        guard case .instant(let time) = reading else {
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
    static let forms = "A date, a local time (2026-01-01T10:00) or an instant (…T17:00:00Z)."

    private static let accepted =
        "give a date such as 2026-01-01, a local time such as 2026-01-01T10:00 or an instant such "
        + "as 2026-01-01T17:00:00Z"
}

extension DateOrTime {
    /// Reads a date or a local time of the command line, or says what is wrong with it.
    static func argument(_ text: String) throws -> DateOrTime {
        do throws(CivilTimeError) {
            return try DateOrTime(parsing: text)
        } catch {
            throw ValidationError(Complaint.about(error, allowed: accepted))
        }
    }

    static let accepted =
        "give a date such as 2026-01-09 or a local time such as 2026-01-09T19:00"
}

/// A date on the command line: `2026-01-09`.
struct DateArgument: Hashable {
    let date: CivilDate

    /// Reads a date, or says what is wrong with it.
    static func read(_ text: String) throws -> DateArgument {
        do throws(CivilTimeError) {
            return DateArgument(date: try CivilDate(parsing: text))
        } catch {
            throw ValidationError(Complaint.about(error, allowed: "give a date such as 2026-01-09"))
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
