import ArgumentParser
import CivilTime
import Settings

/// When a ritual is that `add` writes, as the config says it.
struct AddedSchedule: ParsableArguments {
    @Option(help: ArgumentHelp("day, fri, weekdays, '2 weeks', month …", valueName: "step"))
    var every: String?

    @Option(help: ArgumentHelp("A weekday; may be repeated.", valueName: "day"))
    var on: [String] = []

    @Option(help: ArgumentHelp("A time of day; may be repeated.", valueName: "time"))
    var at: [String] = []

    @Option(
        help: ArgumentHelp(
            "The date that it counts from.",
            discussion: "Default: today, where the step needs one.",
            valueName: "date"
        ),
        transform: DateArgument.read
    )
    var from: DateArgument?

    @Option(help: ArgumentHelp("Move each to that day: fri, 'next fri'.", valueName: "day"))
    var snap: String?

    @Option(help: ArgumentHelp("A rule of RFC 5545.", valueName: "rule"))
    var rrule: String?

    @Option(help: ArgumentHelp("An expression of systemd.time(7).", valueName: "expression"))
    var calendar: String?

    @Option(
        help: ArgumentHelp("Not by the clock, but on a signal.", valueName: "name"),
        completion: .names(.signals)
    )
    var signal: String?

    var isGiven: Bool {
        every != nil || !on.isEmpty || rrule != nil || calendar != nil || signal != nil
    }

    /// Whether nothing is given that a plan has no key for.
    var isOfPlan: Bool {
        !isGiven && at.count <= 1
    }

    func planLines(_ clock: Clock) -> [String] {
        [
            from.map { "from = \(clock.date($0))" },
            at.first.map { "at = \(TOMLText.string(time($0)))" },
            snap.map { "snap = \(TOMLText.string($0))" },
        ].compactMap(\.self)
    }

    /// The clock by which dates are read.
    struct Clock {
        let now: Instant
        let zone: Zone

        fileprivate var today: CivilDate { zone.local(at: now).date }

        fileprivate func date(_ date: DateArgument) -> CivilDate {
            date.date(at: now, in: zone, leaning: .ahead)
        }
    }

    /// The times of day, where nothing else is given: a practice keeps its days.
    var timesAlone: [String]? {
        isGiven || at.isEmpty || from != nil || snap != nil ? nil : at.map(time)
    }

    /// `schedule = { … }` or `trigger = { … }`; nothing where a template's own is kept.
    func lines(_ clock: Clock) throws -> [String] {
        if let signal {
            guard every == nil, on.isEmpty, at.isEmpty, from == nil, rrule == nil, calendar == nil
            else {
                throw CommandFailure(.usage, "--signal goes with no other time")
            }
            return ["trigger = { signal = \(TOMLText.string(signal)) }"]
        }
        guard isGiven else {
            guard at.isEmpty, from == nil, snap == nil else {
                throw CommandFailure(
                    .usage,
                    "--at, --from and --snap go with --every, such as --every day"
                )
            }
            return []
        }
        var step = every.map { ScheduleWords.step($0) }
        if step == nil, !on.isEmpty, rrule == nil, calendar == nil {
            step = (every: "week", on: nil)
        }
        let days = step?.on.map { [$0] } ?? on.map(ScheduleWords.weekday)
        let needsStart = step.map { ScheduleWords.needsStart($0.every, hasDays: !days.isEmpty) }
        let start = from.map(clock.date) ?? (needsStart == true ? clock.today : nil)
        let parts = [
            step.map { "every = \(TOMLText.string($0.every))" },
            rrule.map { "rrule = \(TOMLText.string($0))" },
            calendar.map { "calendar = \(TOMLText.string($0))" },
            days.isEmpty ? nil : "on = \(TOMLText.strings(days))",
            at.isEmpty ? nil : "at = \(TOMLText.strings(at.map(time)))",
            start.map { "from = \($0)" },
            snap.map { "snap = \(TOMLText.string($0))" },
        ].compactMap(\.self)
        return ["schedule = { \(parts.joined(separator: ", ")) }"]
    }

    private func time(_ text: String) -> String {
        ScheduleWords.time(text).map { "\($0)" } ?? text
    }
}

/// The other keys of a ritual that `add` writes.
struct AddedKeys: ParsableArguments {
    @Option(
        help: ArgumentHelp("Its id.", discussion: "Default: made of the title.", valueName: "id")
    )
    var id: String?

    @Option(name: .customLong("for"), help: ArgumentHelp("How long it lasts.", valueName: "length"))
    var length: String?

    @Option(help: ArgumentHelp("How long before to be told; may be repeated.", valueName: "length"))
    var remind: [String] = []

    @Option(help: ArgumentHelp("date, talk, touch, getaway, step or other.", valueName: "kind"))
    var kind: String?

    @Option(
        help: ArgumentHelp("For whom, if not for all; may be repeated.", valueName: "partner"),
        completion: .names(.partners)
    )
    var partner: [String] = []

    @Option(help: ArgumentHelp("public, private or secret.", valueName: "word"))
    var sensitivity: String?

    var isOnlyID: Bool {
        length == nil && remind.isEmpty && kind == nil && partner.isEmpty && sensitivity == nil
    }

    var lines: [String] {
        [
            id.map { "id = \(TOMLText.string($0))" },
            kind.map { "kind = \(TOMLText.string($0))" },
            length.map { "duration = \(TOMLText.string($0))" },
            remind.isEmpty ? nil : "remind = \(TOMLText.list(remind))",
            partner.isEmpty ? nil : "partners = \(TOMLText.list(partner))",
            sensitivity.map { "sensitivity = \(TOMLText.string($0))" },
        ].compactMap(\.self)
    }
}
