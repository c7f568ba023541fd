package import CivilTime
package import Recurrence
package import Household

// Households in few words, for tests that read like the config.

extension Span {
    /// `"3d"`, `"2h"`; for texts written in a test.
    package static func of(_ text: String) throws -> Span { try Span(parsing: text) }
}

extension QuietHours {
    /// `"22:30-07:00"`.
    package static func of(_ text: String) throws -> QuietHours {
        QuietHours(try ClockWindow.of(text))
    }
}

extension ClockWindow {
    /// `"16:00-21:00"`.
    package static func of(_ text: String) throws -> ClockWindow {
        let ends = text.split(separator: "-")
        return ClockWindow(
            start: try ClockTime(parsing: ends.first ?? ""),
            end: try ClockTime(parsing: ends.last ?? "")
        )
    }
}

extension Schedule {
    package static func daily(_ times: String...) throws -> Schedule {
        .every(try AnchoredStep(every: 1, .days, at: try times.map { try ClockTime(parsing: $0) }))
    }

    package static func weekly(_ days: Weekday..., at time: String) throws -> Schedule {
        .every(try AnchoredStep(every: 1, .weeks, on: days, at: [try ClockTime(parsing: time)]))
    }

    package static func on(_ dates: String...) throws -> Schedule {
        .dates(try dates.map { try CivilDateTime(parsing: $0) })
    }
}

extension Ladder {
    /// A ladder by its spans before the start, such as `["3d", "2h", "0m"]`.
    package static func of(
        _ before: [String],
        followUp: String? = nil,
        nag: (every: String, atMost: Int)? = nil
    ) throws -> Ladder {
        Ladder(
            rungs: try before.map { Rung(before: try Span(parsing: $0)) },
            followUp: try followUp.map { try Span(parsing: $0) },
            nag: try nag.map { Nag(interval: try Span(parsing: $0.every), atMost: $0.atMost) }
        )
    }
}

extension Ladder {
    /// A ladder whose steps are named, such as `"3w choose"`; the start comes by itself.
    package static func prepared(_ steps: String...) throws -> Ladder {
        let rungs = try steps.map { text in
            let parts = text.split(separator: " ").map(String.init)
            let name = parts.count > 1 ? parts[1] : nil
            return Rung(
                before: try Span(parsing: parts[0]),
                task: name.map { "Time to \($0)" },
                name: name
            )
        }
        return Ladder(rungs: rungs + [Rung(before: .zero)])
    }
}

extension Ritual {
    /// A ritual on a schedule, changed where wanted.
    package static func of(
        _ id: String,
        _ schedule: Schedule,
        zone: Zone,
        _ change: (inout Ritual) throws -> Void = { _ in }
    ) rethrows -> Ritual {
        var ritual = Ritual(id: id, title: id, occasion: .schedule(schedule), zone: zone)
        try change(&ritual)
        return ritual
    }
}

extension Household {
    /// A household with one channel, `stdout`.
    package static func of(zone: Zone, partners: [Partner], _ rituals: [Ritual]) -> Household {
        Household(
            zone: zone,
            partners: partners,
            channels: [Channel(id: "stdout", kind: .stdout(StandardOutputSettings()))],
            rituals: rituals
        )
    }

    /// A household of Alex alone, in the zone of its rituals.
    package static func ofAlex(
        zone: Zone,
        quiet: String? = nil,
        tone: Tone = .plain,
        _ rituals: [Ritual]
    ) throws -> Household {
        let alex = Partner(
            id: "alex",
            name: "Alex",
            zone: zone,
            quietHours: try quiet.map { try QuietHours.of($0) },
            tone: tone
        )
        return .of(zone: zone, partners: [alex], rituals)
    }
}
