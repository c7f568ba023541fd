import CivilTime
import Recurrence

extension Template {
    /// The weekly date.
    static let date = Template(
        name: "date",
        summary: "An evening a week that belongs to the two of you, with time to plan it, to book "
            + "it and to get ready."
    ) { (id, zone) throws(RecurrenceError) in
        let step = try AnchoredStep(
            every: 1,
            .weeks,
            on: [.friday],
            at: [ClockTime(secondOfDay: 19 * 3_600)]
        )
        var ritual = Ritual(
            id: id,
            title: "Date",
            occasion: .schedule(.every(step)),
            zone: zone
        )
        ritual.kind = .date
        ritual.body = "Your evening together begins. Leave the rest of the week outside."
        ritual.duration = Span(seconds: 3 * 3_600)
        ritual.ladder = Ladder(
            rungs: [
                Rung(before: Span(days: 3), task: "Decide what you would both like, and book it"),
                Rung(before: Span(seconds: 2 * 3_600), task: "Time to get ready"),
                Rung(before: .zero),
            ],
            followUp: Span(seconds: 12 * 3_600)
        )
        return ritual
    }
}
