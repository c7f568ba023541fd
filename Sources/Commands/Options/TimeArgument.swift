import ArgumentParser
import CivilTime

/// A time on the command line, before it is known in which zone to read it.
///
/// `2026-01-01`, `2026-01-01T10:00`, `2026-01-01T17:00:00Z`, `2026-01-01T10:00:00-07:00`, also with
/// a zone in brackets as `ritualctl recur` prints it.
struct TimeArgument: ExpressibleByArgument, Hashable {
    private enum Reading: Hashable {
        case local(CivilDateTime)
        case instant(Instant)
    }

    private let reading: Reading

    init?(argument: String) {
        if let date = try? CivilDate(parsing: argument) {
            reading = .local(CivilDateTime(date, .midnight))
        } else if let local = try? CivilDateTime(parsing: argument) {
            reading = .local(local)
        } else if let time = WireTime(argument) {
            reading = .instant(time.instant)
        } else if let instant = try? Instant(parsing: argument) {
            reading = .instant(instant)
        } else {
            return nil
        }
    }

    /// The instant, a local time being read in `zone`.
    func instant(in zone: Zone) -> Instant {
        switch reading {
        case .local(let local): zone.instant(of: local)
        case .instant(let instant): instant
        }
    }

    /// What every help that takes such a time says of it.
    static let forms = "A date, a local time (2026-01-01T10:00) or an instant (…T17:00:00Z)."
}

/// A local time on the command line: `2026-01-09T19:00`, or a date for its midnight.
struct LocalTimeArgument: ExpressibleByArgument, Hashable {
    let local: CivilDateTime

    init?(argument: String) {
        if let date = try? CivilDate(parsing: argument) {
            local = CivilDateTime(date, .midnight)
        } else if let local = try? CivilDateTime(parsing: argument) {
            self.local = local
        } else {
            return nil
        }
    }
}
