package import CivilTime
package import Recurrence

/// The plan `3-6-9`: milestones 3, 6 and 9 months after the household's `together_since`, then the
/// yearly anniversary.
///
/// Months count from the date itself and clamp to the month's last day, so 31 August is followed by
/// 30 November, 28 February and 31 May.
package enum ThreeSixNine {
    package static let name = "3-6-9"

    /// The parts that a config can leave out.
    package static let parts = ["month-3", "month-6", "month-9", "anniversary"]

    /// The rituals of the plan, `ID-month-3` to `ID-anniversary`, but for those left out.
    ///
    /// - Parameters:
    ///   - id: what the ids of the rituals begin with.
    ///   - togetherSince: the date that is counted from.
    ///   - at: when each is told.
    ///   - zone: the zone in which the schedule is read.
    ///   - leavingOut: parts that the household does not want.
    /// - Returns: the rituals, in the order in which they come.
    /// - Throws: `RecurrenceError` where the date leaves no room for a step.
    package static func rituals(
        id: String = name,
        togetherSince: CivilDate,
        at: ClockTime,
        zone: Zone,
        leavingOut: Set<String> = []
    ) throws(RecurrenceError) -> [Ritual] {
        var rituals = Milestone.allCases.map { milestone in
            let date = togetherSince.adding(months: milestone.rawValue)
            var ritual = Ritual(
                id: "\(id)-month-\(milestone.rawValue)",
                title: milestone.title,
                occasion: .schedule(.dates([CivilDateTime(date, at)])),
                zone: zone
            )
            ritual.body = milestone.body
            ritual.prompts = [milestone.prompt]
            ritual.ladder = Ladder(rungs: [
                Rung(before: Span(days: 14), task: milestone.closing),
                Rung(before: Span(days: 1), task: "Keep a quiet hour free for it"),
                Rung(before: .zero),
            ])
            return ritual
        }
        rituals.append(try anniversary(id, togetherSince, at, zone))
        for index in rituals.indices {
            rituals[index].kind = .milestone
            rituals[index].duration = Span(seconds: 3_600)
            rituals[index].lateWithin = Span(days: 3)
            rituals[index].plan = name
        }
        return rituals.filter { !leavingOut.contains(String($0.id.dropFirst(id.count + 1))) }
    }

    private static func anniversary(
        _ id: String,
        _ togetherSince: CivilDate,
        _ at: ClockTime,
        _ zone: Zone
    ) throws(RecurrenceError) -> Ritual {
        let step = try AnchoredStep(every: 1, .years, from: togetherSince, at: [at], firstStep: 1)
        var ritual = Ritual(
            id: "\(id)-anniversary",
            title: "Anniversary",
            occasion: .schedule(.every(step)),
            zone: zone
        )
        ritual.body = "Another year together. Mark it in your own way, large or small."
        ritual.prompts = ["Which moment of this year would you live again?"]
        ritual.ladder = Ladder(rungs: [
            Rung(before: Span(days: 42), task: "Think about how you want to mark it"),
            Rung(before: Span(days: 14), task: "Book what needs booking"),
            Rung(before: Span(days: 3), task: "A word or a small thing for the other"),
            Rung(before: .zero),
        ])
        return ritual
    }

    private enum Milestone: Int, CaseIterable {
        case three = 3
        case six = 6
        case nine = 9

        var title: String { "\(Phrase.count(rawValue).capitalizedFirst) months together" }

        var body: String {
            switch self {
            case .three: "The first newness settles now. A good evening to look at what is real."
            case .six: "By now you have disagreed. A good evening to look at how you do that."
            case .nine: "Before anything big is decided: a good evening to ask what comes next."
            }
        }

        /// What the months before were for.
        var closing: String {
            switch self {
            case .three: "The months of novelty are closing; notice what has stayed"
            case .six: "The months of seeing how you handle differences are closing"
            case .nine: "The months before any big commitment are closing"
            }
        }

        var prompt: String {
            switch self {
            case .three: "What did you learn about me that you did not expect?"
            case .six: "When we last disagreed, what helped, and what would help next time?"
            case .nine: "What do you want the next year of us to hold?"
            }
        }
    }
}

extension String {
    /// The text with its first letter in upper case.
    fileprivate var capitalizedFirst: String {
        prefix(1).uppercased() + dropFirst()
    }
}
