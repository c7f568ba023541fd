import ArgumentParser
import CivilTime
import Recurrence

/// What only one of the ways to write a rule takes.
struct StepOptions: ParsableArguments {
    @Option(
        name: .customLong("at"),
        help: ArgumentHelp(
            "With --every: a time of day; may be repeated.",
            discussion: "Default: that of --start.",
            valueName: "time"
        ),
        transform: TypedTime.clock
    )
    var times: [ClockTime] = []

    @Option(
        name: .customLong("on"),
        help: ArgumentHelp(
            "With --every: a day of the week that counts; may be repeated.",
            valueName: "weekday"
        ),
        transform: weekday
    )
    var weekdays: [Weekday] = []

    @Option(
        help: ArgumentHelp(
            "With --every: move each to a weekday: fri (the nearest), 'next fri', 'previous fri'.",
            valueName: "weekday"
        ),
        transform: snap
    )
    var snap: Snap?

    @Option(
        help: ArgumentHelp(
            "With --rrule and --set: how a yearly rule treats a missing BYMONTH or BYDAY: from DTSTART (fill), or by RFC 5545's table (table).",
            valueName: "fill|table"
        )
    )
    var reading: ReadingArgument?

    /// Refuses what does not go with the way that is used.
    func check(isEvery: Bool, isRule: Bool) throws {
        guard isEvery || (times.isEmpty && weekdays.isEmpty && snap == nil) else {
            throw CommandFailure(.usage, "--at, --on and --snap go with --every")
        }
        guard isRule || reading == nil else {
            throw CommandFailure(.usage, "--reading goes with --rrule and --set")
        }
    }

    /// Whether nothing is given that only steps by the calendar have.
    var isEmpty: Bool { times.isEmpty && weekdays.isEmpty && snap == nil }

    private static func weekday(_ text: String) throws -> Weekday {
        guard let day = Weekday(abbreviation: text) else {
            throw ValidationError("give a weekday such as fri")
        }
        return day
    }

    private static func snap(_ text: String) throws -> Snap {
        let words = text.asciiLowercased.split(separator: " ")
        if let last = words.last, let day = Weekday(abbreviation: last) {
            switch words.dropLast() {
            case [], ["nearest"]: return .nearest(day)
            case ["next"]: return .next(day)
            case ["previous"]: return .previous(day)
            default: break
            }
        }
        throw ValidationError("give a weekday such as fri, 'next fri' or 'previous fri'")
    }
}

/// How a rule is read that leaves its day open.
enum ReadingArgument: String, CaseIterable, ExpressibleByArgument {
    case fill
    case table

    var reading: RecurrenceSet.Reading { self == .fill ? .fill : .table }
}
