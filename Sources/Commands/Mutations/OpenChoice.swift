import ControlAPI
import PlainText

extension CommandContext {
    /// What is open now; of several the one that a person chooses.
    func chooseOpen(for command: String) throws -> OccurrenceMessage {
        let open = try ask(.open, for: [OccurrenceMessage].self)
        if let only = open.first, open.count == 1 {
            return only
        }
        guard !open.isEmpty else {
            throw CommandFailure(
                .failed,
                "nothing is open now; name a ritual: ritualctl \(command) RITUAL"
            )
        }
        let rows = open.map { entry in
            let times = OccurrenceTimes(entry, in: self)
            return "\(entry.title.withoutControls), \(times.day) \(times.time)"
        }
        guard let place = try choose(among: rows) else {
            throw CommandFailure(
                .failed,
                "\(open.count) are open; say which: ritualctl \(command) RITUAL",
                details: zip(open, rows).map { "  \($0.ritual.withoutControls)  \($1)" }
            )
        }
        return open[place]
    }
}
