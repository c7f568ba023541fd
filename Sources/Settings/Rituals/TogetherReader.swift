import CivilTime
import Household
import Recurrence

/// Reads `at = "together"` with `near = "20:30"`: a time at which everybody whom a ritual is for is awake.
struct TogetherReader {
    let table: TableReader

    private static let word = "together"

    /// The table with the time that is wished for as its `at`, and whether it is to be shared.
    ///
    /// - Returns: `nil` where it is wrong, which is then reported.
    func plain() -> (table: TableReader, isTogether: Bool)? {
        guard case .string(Self.word)? = table.node("at")?.value.value, let at = table.entry("at")
        else {
            if let near = table.entry("near") {
                table.findings.error(
                    "goes with at = \"together\"",
                    at: near.keyPosition,
                    key: table.path(of: "near")
                )
            }
            return (table, false)
        }
        guard let near = table.node("near") else {
            table.findings.error(
                "missing: the time to be near to, such as 'near = \"20:30\"'",
                at: at.node.position,
                key: table.path(of: "near")
            )
            return nil
        }
        guard table.clockTime(near) != nil, goesTogether(at) else {
            return nil
        }
        var plain = table
        plain.entries.removeAll { ["at", "near"].contains($0.key) }
        var time = at
        time.node = near.value
        plain.entries.append(time)
        return (plain, true)
    }

    /// Whether the schedule has one time on each of its dates.
    private func goesTogether(_ at: TOMLEntry) -> Bool {
        let reason: String? =
            if table.has("calendar") || table.has("ics") {
                "goes with 'every' or 'rrule'"
            } else if case .string(let rule)? = table.node("rrule")?.value.value,
                let rule = try? RecurrenceRule(parsing: rule),
                !rule.byHour.isEmpty || [.secondly, .minutely, .hourly].contains(rule.frequency)
            {
                "goes with a rule that names no time of day"
            } else if case .string(let text)? = table.node("every")?.value.value,
                case .elapsed? = try? StepLength(parsing: text)
            {
                "does not go with hours and minutes"
            } else {
                nil
            }
        if let reason {
            table.findings.error(
                "'\(Self.word)' \(reason)",
                at: at.node.position,
                key: table.path(of: "at")
            )
        }
        return reason == nil
    }
}

extension Household {
    /// Has every ritual that is to find a time at which all are awake find it outside their quiet hours.
    mutating func findTimesTogether() {
        for index in rituals.indices {
            guard let schedule = rituals[index].schedule else {
                continue
            }
            let quiet = partners(of: rituals[index]).compactMap { partner in
                partner.quietHours.map {
                    SharedTime.Quiet(from: $0.window.start, to: $0.window.end, in: partner.zone)
                }
            }
            switch schedule {
            case .together(let shared):
                rituals[index].occasion = .schedule(
                    .together(SharedTime(shared.base, outside: quiet))
                )
            case .excepting(let excepted):
                guard case .together(let shared) = excepted.base else {
                    continue
                }
                rituals[index].occasion = .schedule(
                    .excepting(
                        ExceptedSchedule(
                            .together(SharedTime(shared.base, outside: quiet)),
                            without: excepted.exceptions,
                            and: excepted.additions
                        )
                    )
                )
            case .every, .rule, .calendar, .elapsed, .varying, .dates: continue
            }
        }
    }
}
