import CivilTime
import Recurrence

extension Template {
    /// The daily ten minutes.
    static let checkIn = Template(
        name: "check-in",
        summary: "Ten minutes every evening, phones away: the best and the hardest part of the "
            + "day. One speaks, the other only listens; then you swap."
    ) { (id, zone) throws(RecurrenceError) in
        let step = try AnchoredStep(
            every: 1,
            .days,
            at: [ClockTime(secondOfDay: (20 * 60 + 30) * 60)]
        )
        var ritual = Ritual(
            id: id,
            title: "Check-in",
            occasion: .schedule(.every(step)),
            zone: zone
        )
        ritual.kind = .talk
        ritual.body = "Ten minutes for the two of you, phones away. Whoever listens, only listens."
        ritual.prompts = ["What was the best part of your day, and what was the hardest?"]
        ritual.duration = Span(seconds: 600)
        return ritual
    }
}
