import ArgumentParser
import CivilTime
import ControlAPI
import Recurrence

struct RecurCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "recur",
        abstract: "The occurrences of a rule, one a line.",
        usage: """
            ritualctl recur --rrule <rule> [--start <local>] [<options>]
            ritualctl recur --on-calendar <expression> [<options>]
            ritualctl recur --every <length> [--start <local>] [<options>]
            ritualctl recur --set <file|-> [<options>]
            """,
        discussion: """
            Tries a rule out, by the daemon's own calendar engine and without a daemon. Each line \
            is an RFC 9557 time; a local time that the clocks jump over is moved by the gap, one \
            that they show twice is its first instant.

              ritualctl recur --rrule 'FREQ=MONTHLY;BYDAY=-1SU' --start 2026-01-25T16:00
              ritualctl recur --on-calendar 'Sun *-*-* 10:00' --zone Europe/Lisbon
              ritualctl recur --every '7 weeks' --start 2026-01-30T17:00 --until 2026-12-31
              ritualctl recur --every week --on tue --on thu --at 20:30 --start 2026-01-06
              ritualctl recur --every '6 hours' --start 2026-03-07T18:00
              ritualctl recur --set rule.ics

            --every counts days, weeks, months and years by the calendar, hours and less as elapsed \
            time. Dates and local times are read in --zone; a set is read in the zone of its DTSTART.
            """
    )

    @OptionGroup(title: "The rule") var rule: RuleOptions

    @Option(
        help: ArgumentHelp("At most that many; default: 10, or all up to --until.", valueName: "n")
    )
    var count: Int?

    @Option(
        help: ArgumentHelp("Only what comes after that.", valueName: "t"),
        transform: TimeArgument.read
    )
    var after: TimeArgument?

    @Option(
        help: ArgumentHelp(
            "Nothing that comes after that; of a date its whole day is part.",
            valueName: "t"
        ),
        transform: TimeArgument.read
    )
    var until: TimeArgument?

    @Option(
        name: .customLong("exclude"),
        help: ArgumentHelp(
            "Leave this one out, or all of a date; may be repeated, or a list with commas.",
            valueName: "local"
        )
    )
    var exclusions: String?

    @Option(
        name: .customLong("include"),
        help: ArgumentHelp(
            "Add this one, or a date at the start's time; may be repeated, or a list with commas.",
            valueName: "local"
        )
    )
    var inclusions: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let count {
            try UpcomingCommand.check("--count", count, in: 1...1_000_000)
        }
    }

    func run(in context: CommandContext) throws {
        try rule.check()
        let rule = try rule.resolved(in: context)
        let zone = rule.zone
        let now = context.now()
        let list = LocalTimeList(zone: zone, now: now)
        let inclusions = try list.read(inclusions, of: "--include")
        let exclusions = try list.read(exclusions, of: "--exclude")
        try after?.check("--after", in: context)
        try until?.check("--until", in: context)
        let occurrences = RecurrenceList(
            schedule: rule.schedule,
            zone: zone,
            after: after?.instant(in: zone, at: now) ?? rule.after,
            addedAfter: after?.instant(in: zone, at: now),
            until: until?.last(in: zone, at: now),
            count: count ?? (until == nil ? 10 : .max),
            inclusions: inclusions.flatMap { $0.locals(at: rule.times) },
            exclusions: exclusions
        )
        let found =
            context.isJSON
            ? try writeArray(occurrences, context) : try writeLines(occurrences, context)
        if !found, let contradiction = rule.schedule.contradiction(in: zone) {
            throw CommandFailure(.failed, "the \(contradiction)")
        }
        // A span that the caller has bounded may well be empty; a rule without bounds may not.
        guard found || until != nil else {
            throw CommandFailure(.failed, "no occurrence\(bound(rule, now)) before the year 9999")
        }
        try tellIdle(occurrences.idleExclusions(), context)
    }

    /// Says which exclusions leave out nothing: most often a slip of the pen.
    private func tellIdle(_ idle: [DateOrTime], _ context: CommandContext) throws {
        let most = 5
        var lines = idle.prefix(most).map { "--exclude \($0): there is no occurrence then" }
        if idle.count > most {
            lines.append("… and of \(idle.count - most) more")
        }
        for line in lines {
            try context.note(line)
        }
    }

    /// After what nothing came, where that may be why.
    private func bound(_ rule: RuleOptions.Resolved, _ now: Instant) -> String {
        if let after { return " after \(after.instant(in: rule.zone, at: now))" }
        guard case .calendar(let expression, nil) = rule.schedule, expression.canOccur else {
            return ""
        }
        return " after \(rule.after)"
    }

    /// Writes RFC 9557 lines; returns whether there was one.
    private func writeLines(_ list: RecurrenceList, _ context: CommandContext) throws -> Bool {
        var found = false
        for occurrence in list {
            try context.say("\(ZonedTime(instant: occurrence.instant, zone: list.zone))")
            found = true
        }
        return found
    }

    /// Writes an array with one occurrence a line; returns whether there was one.
    private func writeArray(_ list: RecurrenceList, _ context: CommandContext) throws -> Bool {
        var separator = "[\n  "
        for occurrence in list {
            let entry = OccurrenceEntry(
                local: occurrence.local.description,
                instant: occurrence.instant.description,
                zone: list.zone.identifier
            )
            try context.output.write(separator + ControlJSON.text(of: entry))
            separator = ",\n  "
        }
        let found = separator.hasPrefix(",")
        try context.say(found ? "\n]" : "[]")
        return found
    }
}

/// One occurrence as `recur --json` prints it.
private struct OccurrenceEntry: Encodable {
    /// The wall time that the rule names.
    var local: String
    var instant: String
    var zone: String
}
