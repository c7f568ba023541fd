import ArgumentParser
import CivilTime
import Recurrence

/// The three ways to write a rule, and where it starts.
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
        help: ArgumentHelp(
            "Where the rule starts: 2026-01-09T19:00.",
            discussion: "Default: today at 00:00; with --on-calendar now.",
            valueName: "local"
        )
    )
    var start: LocalTimeArgument?

    @Option(help: ArgumentHelp("The time zone; default: this machine's.", valueName: "name"))
    var zone: String?

    func validate() throws {
        let given = [rrule, onCalendar, every].compactMap(\.self).count
        guard given == 1 else {
            throw ValidationError(
                (given == 0 ? "a rule is missing: " : "only one rule at a time: ")
                    + "give --rrule, --on-calendar or --every"
            )
        }
    }

    /// A rule that is ready to be followed.
    struct Resolved {
        var schedule: Schedule
        var zone: Zone
        /// The moment after which its occurrences count.
        var after: Instant
    }

    func resolved(in surroundings: Surroundings) throws -> Resolved {
        if let onCalendar {
            return try resolved(calendar: onCalendar, in: surroundings)
        }
        let zone = try surroundings.zone(named: zone ?? surroundings.systemZone)
        let today = zone.local(at: surroundings.now()).date
        let start = start?.local ?? CivilDateTime(today, .midnight)
        let schedule =
            if let rrule {
                Schedule.rule(RecurrenceSet(start: start, rule: try rule(rrule)))
            } else {
                try step(every ?? "", from: start, in: zone)
            }
        // The start itself counts, where it matches.
        return Resolved(
            schedule: schedule,
            zone: zone,
            after: zone.instant(of: start) - .seconds(1)
        )
    }
}

extension RuleOptions {
    private func rule(_ text: String) throws -> RecurrenceRule {
        do {
            return try RecurrenceRule(parsing: text)
        } catch {
            throw CommandFailure(pointing: error, in: text)
        }
    }

    private func resolved(
        calendar text: String,
        in surroundings: Surroundings
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
        let name = expression.zoneIdentifier ?? zone ?? surroundings.systemZone
        let zone = try surroundings.zone(named: name)
        return Resolved(
            schedule: .calendar(expression, notBefore: start?.local),
            zone: zone,
            after: start.map { zone.instant(of: $0.local) - .seconds(1) } ?? surroundings.now()
        )
    }

    /// Steps by the calendar, or of elapsed time where the length is hours or less.
    private func step(_ text: String, from start: CivilDateTime, in zone: Zone) throws -> Schedule {
        let isBareUnit = text.first.map { !$0.isNumber && $0 != "P" && $0 != "-" } ?? false
        do {
            let span = try Span(parsing: isBareUnit ? "1 \(text)" : text)
            if span.months == 0, span.days == 0, span.seconds > 0 {
                let anchor = zone.instant(of: start)
                return .elapsed(try ElapsedStep(step: .seconds(span.seconds), anchor: anchor))
            }
            guard span.seconds == 0, (span.months > 0) != (span.days > 0) else {
                throw CommandFailure(
                    .usage,
                    "--every '\(text)' is not one length of calendar days and weeks, of months and "
                        + "years, or of hours and less"
                )
            }
            return .every(
                try AnchoredStep(
                    every: span.months > 0 ? span.months : span.days,
                    span.months > 0 ? .months : .days,
                    from: start.date,
                    at: [start.time]
                )
            )
        } catch let error as CivilTimeError {
            throw CommandFailure(.usage, "--every: \(error)")
        } catch let error as RecurrenceError {
            throw CommandFailure(
                .usage,
                "--every '\(text)': \(error.given) is not \(error.allowed)"
            )
        }
    }
}

extension CommandFailure {
    /// A rule that cannot be read, with a caret under the part that is wrong.
    init(pointing error: RecurrenceError, in text: String) {
        let width = max(1, CellWidth.of(error.given))
        let before = CellWidth.of(text.prefix(error.offset))
        let carets = String(repeating: "^", count: width)
        self.init(
            .invalid,
            """
            \(error)
              \(text)
              \(String(repeating: " ", count: before))\(carets)
            """
        )
    }
}
