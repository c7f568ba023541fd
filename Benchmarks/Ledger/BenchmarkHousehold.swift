import CivilTime
import Recurrence
import Household

/// Couples to measure with: two partners, two channels, all in UTC.
enum BenchmarkHousehold {
    /// Thirty rituals: ten daily, twelve weekly with a ladder, eight monthly with a longer one.
    static func thirty() throws -> Household {
        let seven = try ClockTime(parsing: "07:00")
        let anchor = try CivilDate(parsing: "2026-01-01")
        let daily = try (0..<10).map { number in
            let time = ClockTime(secondOfDay: seven.secondOfDay + number * 4_500)
            let step = try AnchoredStep(every: 1, .days, at: [time])
            return ritual("daily-\(number)", .every(step))
        }
        let weekly = try (0..<12).map { number in
            let day = Weekday.allCases[number % 7]
            let step = try AnchoredStep(every: 1, .weeks, on: [day], at: [seven])
            return ritual("weekly-\(number)", .every(step)) { ritual in
                ritual.ladder = Ladder(
                    rungs: [Rung(before: Span(days: 1)), Rung(before: .zero)],
                    followUp: Span(seconds: 43_200)
                )
            }
        }
        let monthly = try (0..<8).map { number in
            let first = anchor.adding(days: number * 3)
            let step = try AnchoredStep(every: 1, .months, from: first, at: [seven])
            return ritual("monthly-\(number)", .every(step)) { ritual in
                ritual.ladder = Ladder(
                    rungs: [
                        Rung(before: Span(days: 7)), Rung(before: Span(days: 1)),
                        Rung(before: .zero),
                    ],
                    followUp: Span(seconds: 43_200)
                )
            }
        }
        return household(daily + weekly + monthly)
    }

    /// Rituals that all start at 19:00 every day: each is two nudges.
    static func stampede(rituals: Int) throws -> Household {
        let step = try AnchoredStep(every: 1, .days, at: [ClockTime(parsing: "19:00")])
        return household((0..<rituals).map { ritual("ritual-\($0)", .every(step)) })
    }

    private static func ritual(
        _ id: String,
        _ schedule: Schedule,
        _ change: (inout Ritual) -> Void = { _ in }
    ) -> Ritual {
        var ritual = Ritual(
            id: id,
            title: "A quiet evening",
            occasion: .schedule(schedule),
            zone: .utc
        )
        ritual.body = "An hour for the two of you, without screens."
        ritual.prompts = ["What made you laugh this week, and why did it?"]
        change(&ritual)
        return ritual
    }

    private static func household(_ rituals: [Ritual]) -> Household {
        Household(
            zone: .utc,
            partners: ["alex", "sam"].map { Partner(id: $0, name: $0, zone: .utc) },
            channels: ["desktop", "phone"].map { Channel(id: $0, kind: .journal) },
            rituals: rituals
        )
    }
}
