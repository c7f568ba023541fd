package import CivilTime
package import Recurrence

/// The plan `7-7-7`: a date every 7 days, a getaway every 7 weeks, a trip every 7 months.
///
/// All three count from one anchor. The first date is on the anchor itself; the first getaway is
/// seven weeks and the first trip seven months after it. A bigger one absorbs the smaller that it
/// touches. `snap` moves each to the nearest such weekday without moving the anchor.
package enum SevenSevenSeven {
    package static let name = "7-7-7"

    /// The parts that a config can leave out.
    package static let parts = ["date", "getaway", "trip"]

    /// The rituals of the plan, `ID-date`, `ID-getaway` and `ID-trip`, but for those left out.
    ///
    /// - Parameters:
    ///   - id: what the ids of the rituals begin with.
    ///   - from: the anchor.
    ///   - at: when each begins.
    ///   - snap: the weekday that each is moved to, if any.
    ///   - zone: the zone in which the schedule is read.
    ///   - leavingOut: parts that the household keeps in another way.
    /// - Returns: the rituals, the smallest first.
    /// - Throws: `RecurrenceError` where the anchor leaves no room for a step.
    package static func rituals(
        id: String = name,
        from: CivilDate,
        at: ClockTime,
        snap: Snap?,
        zone: Zone,
        leavingOut: Set<String> = []
    ) throws(RecurrenceError) -> [Ritual] {
        var kept: [Ritual] = []
        for part in Part.allCases.reversed() where !leavingOut.contains(part.rawValue) {
            let step = try AnchoredStep(
                every: 7,
                part.unit,
                from: from,
                at: [at],
                snap: snap,
                firstStep: part == .date ? 0 : 1
            )
            var ritual = Ritual(
                id: "\(id)-\(part.rawValue)",
                title: part.title,
                occasion: .schedule(.every(step)),
                zone: zone
            )
            ritual.kind = part == .date ? .date : .getaway
            ritual.body = part.body
            ritual.duration = part.duration
            ritual.ladder = Ladder(rungs: part.rungs, followUp: Span(seconds: 12 * 3_600))
            ritual.absorbedBy = kept.map(\.id)
            ritual.plan = name
            kept.insert(ritual, at: 0)
        }
        return kept
    }

    private enum Part: String, CaseIterable {
        case date, getaway, trip

        var unit: AnchoredStep.Unit {
            switch self {
            case .date: .days
            case .getaway: .weeks
            case .trip: .months
            }
        }

        var title: String {
            switch self {
            case .date: "Date"
            case .getaway: "Getaway"
            case .trip: "Trip"
            }
        }

        var body: String {
            switch self {
            case .date: "Your evening together begins. Leave the rest of the week outside."
            case .getaway: "Off you go: two days away from the everyday."
            case .trip: "Off you go: a week of your own."
            }
        }

        var duration: Span {
            switch self {
            case .date: Span(seconds: 3 * 3_600)
            case .getaway: Span(days: 2)
            case .trip: Span(days: 7)
            }
        }

        var rungs: [Rung] {
            switch self {
            case .date:
                [
                    Rung(before: Span(days: 3), task: "Decide what you would both like"),
                    Rung(before: Span(seconds: 2 * 3_600), task: "Time to get ready"),
                    Rung(before: .zero),
                ]
            case .getaway:
                [
                    Rung(before: Span(days: 21), task: "Choose where to go"),
                    Rung(before: Span(days: 14), task: "Book it"),
                    Rung(before: Span(days: 3), task: "Pack"),
                    Rung(before: .zero),
                ]
            case .trip:
                [
                    Rung(before: Span(days: 70), task: "Choose where to go"),
                    Rung(before: Span(days: 56), task: "Book it"),
                    Rung(before: Span(days: 14), task: "Arrange who looks after home"),
                    Rung(before: Span(days: 3), task: "Pack"),
                    Rung(before: .zero),
                ]
            }
        }
    }
}
