import ArgumentParser
import CivilTime
import ControlAPI
import Recurrence

/// The ways to write a rule, and where it starts.
struct RuleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A recurrence rule of RFC 5545: FREQ=MONTHLY;BYDAY=-1SU",
            valueName: "rule"
        )
    )
    var rrule: String?

    @Option(
        name: .customLong("on-calendar"),
        help: ArgumentHelp("A calendar expression of systemd.time(7).", valueName: "expression")
    )
    var onCalendar: String?

    @Option(help: ArgumentHelp("A length: day, 2 weeks, 7 months, 6 hours.", valueName: "length"))
    var every: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A file of DTSTART, RRULE, RDATE and EXDATE lines; - reads standard input.",
            valueName: "file|-"
        )
    )
    var file: String?

    @Option(
        help: ArgumentHelp(
            "Where the rule starts: 2026-01-09T19:00.",
            discussion: "Default: today at 00:00; with --on-calendar now.",
            valueName: "local"
        ),
        transform: TimeArgument.read
    )
    var start: TimeArgument?

    @Option(help: ArgumentHelp("The time zone; default: this machine's.", valueName: "name"))
    var zone: String?

    @OptionGroup var step: StepOptions

    /// Refuses what is no rule, or more than one.
    ///
    /// It is asked once all arguments are parsed: an option that does not exist is to be told first.
    func check() throws {
        let given = [rrule, onCalendar, every, file].compactMap(\.self).count
        guard given == 1 else {
            throw CommandFailure(
                .usage,
                (given == 0 ? "a rule is missing: " : "only one rule at a time: ")
                    + "give --rrule, --on-calendar, --every or --set"
            )
        }
        try step.check(isEvery: every != nil, isRule: rrule != nil || file != nil)
        guard file == nil || start == nil else {
            throw CommandFailure(.usage, "--start does not go with --set, which has a DTSTART")
        }
    }

    /// A rule that is ready to be followed.
    struct Resolved {
        var schedule: Schedule
        var zone: Zone
        /// The moment after which its occurrences count.
        var after: Instant
        /// The times of day that a date stands for which is added.
        var times: [ClockTime]
    }

    func resolved(in context: CommandContext) throws -> Resolved {
        if let onCalendar {
            return try resolved(calendar: onCalendar, in: context)
        }
        if let file {
            return try resolved(set: RecurrenceSetFile(path: file).read(in: context), in: context)
        }
        let zone = try context.zone(named: zone ?? context.systemZone)
        let now = context.now()
        let start =
            start?.local(in: zone, at: now) ?? CivilDateTime(zone.local(at: now).date, .midnight)
        let schedule =
            if let rrule {
                Schedule.rule(
                    RecurrenceSet(
                        start: start,
                        rule: try rule(rrule),
                        reading: step.reading?.reading ?? .fill
                    )
                )
            } else {
                try steps(every ?? "", from: start, in: zone)
            }
        // The start itself counts where it matches, and a step that is moved before it.
        let days = step.snap == nil ? 0 : 7
        return Resolved(
            schedule: schedule,
            zone: zone,
            after: zone.instant(of: start.adding(Span(days: -days))) - .seconds(1),
            times: step.times.isEmpty ? [start.time] : step.times
        )
    }
}

extension RuleOptions {
    private func rule(_ folded: String) throws -> RecurrenceRule {
        let text = RecurrenceRule.unfolded(folded)
        do {
            return try RecurrenceRule(parsing: text)
        } catch {
            throw CommandFailure(pointing: error, in: text)
        }
    }

    private func resolved(set text: String, in context: CommandContext) throws -> Resolved {
        let set: RecurrenceSet
        do {
            set = try RecurrenceSet(parsing: text, reading: step.reading?.reading ?? .fill)
        } catch {
            throw CommandFailure(pointing: error, inLinesOf: text)
        }
        if let own = set.zoneIdentifier, let zone, own != zone {
            throw CommandFailure(.usage, "the set names the zone '\(own)', --zone '\(zone)'")
        }
        return Resolved(
            schedule: .rule(set),
            zone: try context.zone(named: set.zoneIdentifier ?? zone ?? context.systemZone),
            after: .distantPast,
            times: [set.start.time]
        )
    }

    private func resolved(
        calendar text: String,
        in context: CommandContext
    ) throws -> Resolved {
        let expression: CalendarExpression
        do {
            expression = try CalendarExpression(parsing: text)
        } catch {
            throw CommandFailure(pointing: error, in: text)
        }
        if let own = expression.zoneIdentifier, let zone, own != zone {
            throw CommandFailure(.usage, "the expression names the zone '\(own)', --zone '\(zone)'")
        }
        let name = expression.zoneIdentifier ?? zone ?? context.systemZone
        let zone = try context.zone(named: name)
        let start = start?.local(in: zone, at: context.now())
        return Resolved(
            schedule: .calendar(expression, notBefore: start),
            zone: zone,
            after: start.map { zone.instant(of: $0) - .seconds(1) } ?? context.now(),
            times: [start?.time ?? .midnight]
        )
    }

    /// Steps by the calendar, or of elapsed time where the length is hours or less.
    private func steps(_ text: String, from start: CivilDateTime, in zone: Zone) throws -> Schedule
    {
        let span = try length(text)
        do {
            guard span.months == 0, span.days == 0 else {
                return .every(try step(span, from: start))
            }
            guard step.isEmpty else {
                throw CommandFailure(
                    .usage,
                    "--every '\(text)' is elapsed time: --at, --on and --snap go with days, weeks, "
                        + "months and years"
                )
            }
            let anchor = zone.instant(of: start)
            return .elapsed(try ElapsedStep(step: .seconds(span.seconds), anchor: anchor))
        } catch let error as RecurrenceError {
            let option = error.part == "on" ? "--on" : "--every '\(text)'"
            throw CommandFailure(.usage, "\(option): \(error.given) is not \(error.allowed)")
        }
    }

    private func step(
        _ span: Span,
        from start: CivilDateTime
    ) throws(RecurrenceError) -> AnchoredStep {
        let isWeeks = !step.weekdays.isEmpty && span.days > 0 && span.days % 7 == 0
        let count = isWeeks ? span.days / 7 : max(span.months, span.days)
        return try AnchoredStep(
            every: count,
            span.months > 0 ? .months : isWeeks ? .weeks : .days,
            from: start.date,
            on: step.weekdays,
            at: step.times.isEmpty ? [start.time] : step.times,
            snap: step.snap
        )
    }

    /// Reads a length of one kind that goes forward; a unit alone is one of it.
    private func length(_ text: String) throws -> Span {
        let isBareUnit = text.first.map { !$0.isNumber && $0 != "P" && $0 != "-" } ?? false
        let span: Span
        do {
            span = try Span(parsing: isBareUnit ? "1 \(text)" : text)
        } catch .unreadable(_, let expected) {
            throw CommandFailure(.usage, "--every '\(text)' is not \(expected)")
        } catch {
            throw CommandFailure(.usage, "--every: \(error)")
        }
        guard span.months > 0 || span.days > 0 || span.seconds > 0 else {
            throw CommandFailure(.usage, "--every '\(text)' is not a length above 0")
        }
        let kinds = [span.months > 0, span.days > 0, span.seconds > 0].count { $0 }
        guard kinds == 1 else {
            throw CommandFailure(
                .usage,
                "--every '\(text)' is not one length of calendar days and weeks, of months and "
                    + "years, or of hours and less"
            )
        }
        return span
    }
}

extension CommandFailure {
    /// A rule that cannot be read, with a caret under the part that is wrong.
    init(pointing error: RecurrenceError, in text: String) {
        let width = max(1, CellWidth.of(error.given))
        let shown = text.withControlsReplaced
        let before = CellWidth.of(shown.prefix(error.offset))
        let carets = String(repeating: "^", count: width)
        self.init(
            .invalid,
            """
            \(error)
              \(shown)
              \(String(repeating: " ", count: before))\(carets)
            """
        )
    }
}
