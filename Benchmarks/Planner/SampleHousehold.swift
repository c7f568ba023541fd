import CivilTime
import Recurrence
import Household

/// Households of any size: two partners, and rituals of all kinds, half of them daily.
struct SampleHousehold {
    let zone: Zone

    func of(_ count: Int) throws -> Household {
        Household(
            zone: zone,
            partners: ["alex", "sam"].map { id in
                Partner(
                    id: id,
                    name: id,
                    zone: zone,
                    quietHours: QuietHours(
                        ClockWindow(
                            start: ClockTime(secondOfDay: 81_000),
                            end: ClockTime(secondOfDay: 25_200)
                        )
                    )
                )
            },
            channels: [Channel(id: "stdout", kind: .stdout(StandardOutputSettings()))],
            rituals: try (0..<count).map(ritual)
        )
    }

    /// As many rituals that all fall at ten every day.
    func atTen(_ count: Int) throws -> Household {
        var household = try of(0)
        let ten = try AnchoredStep(every: 1, .days, at: [ClockTime(secondOfDay: 36_000)])
        household.rituals = (0..<count).map { number in
            Ritual(
                id: "ritual-\(number)",
                title: "Ritual \(number)",
                occasion: .schedule(.every(ten)),
                zone: zone
            )
        }
        return household
    }

    private func ritual(_ number: Int) throws -> Ritual {
        let minute = number * 37 % 1_440
        let time = ClockTime(secondOfDay: minute * 60)
        let anchor = CivilDate(epochDay: 20_454 + number % 28)
        let step =
            switch number % 6 {
            case 0, 1, 2: try AnchoredStep(every: 1, .days, at: [time])
            case 3: try AnchoredStep(every: 1, .weeks, on: [.friday], at: [time])
            case 4: try AnchoredStep(every: 2, .weeks, from: anchor, at: [time])
            default: try AnchoredStep(every: 1, .months, from: anchor, at: [time])
            }
        var ritual = Ritual(
            id: "ritual-\(number)",
            title: "Ritual \(number)",
            occasion: .schedule(.every(step)),
            zone: zone
        )
        if number % 6 > 2 {
            ritual.duration = Span(seconds: 3 * 3_600)
            ritual.ladder = Ladder(
                rungs: [Rung(before: Span(seconds: 7_200)), Rung(before: .zero)],
                followUp: Span(seconds: 12 * 3_600)
            )
        }
        return ritual
    }
}
