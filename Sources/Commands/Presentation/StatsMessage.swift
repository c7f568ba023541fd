import CivilTime
import ControlAPI
import Planning

/// `ritualctl stats --json`: how often each ritual of a span of dates was kept.
struct StatsMessage: Hashable, Encodable {
    /// The household's zone by its name.
    var zone: String
    /// The first local date.
    var from: CivilDate
    /// The last local date, itself included.
    var until: CivilDate
    var rituals: [Ritual]
    /// The dates on which anything counts, in order.
    var days: [Day]

    struct Ritual: Hashable, Encodable {
        var ritual: String
        var title: String
        /// How many count: those that were done and those that were missed.
        var counted: Int
        var done: Int
        var skipped: Int
        var missed: Int
        var held: Int
        /// The whole percent of those that count that were done; `null` where none counts.
        var percent: Int?
        /// How many were done in a row up to the last that counts; `null` where no streak is counted.
        var streak: Int?
        var longest: Int?
    }

    struct Day: Hashable, Encodable {
        var date: CivilDate
        var counted: Int
        var done: Int
    }

    init(_ message: DaysMessage) {
        zone = message.zone
        from = message.from
        until = message.until
        var states: [String: [OccurrenceState]] = [:]
        for mark in message.days.flatMap(\.marks) {
            states[mark.ritual, default: []].append(mark.state)
        }
        rituals = message.rituals.map { ritual in
            Ritual(ritual, states[ritual.id] ?? [], streaks: message.streaks)
        }
        days = message.days.compactMap { day in
            let tally = Tally(day.marks.map(\.state))
            return tally.counted == 0
                ? nil : Day(date: day.date, counted: tally.counted, done: tally.done)
        }
    }
}

extension StatsMessage.Ritual {
    private enum CodingKeys: String, CodingKey {
        case ritual, title, counted, done, skipped, missed, held, percent, streak, longest
    }

    /// With `null` for what is absent, as in all JSON of the product.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(ritual, forKey: .ritual)
        try container.encode(title, forKey: .title)
        try container.encode(counted, forKey: .counted)
        try container.encode(done, forKey: .done)
        try container.encode(skipped, forKey: .skipped)
        try container.encode(missed, forKey: .missed)
        try container.encode(held, forKey: .held)
        try container.encode(percent, forKey: .percent)
        try container.encode(streak, forKey: .streak)
        try container.encode(longest, forKey: .longest)
    }

    fileprivate init(
        _ ritual: DaysMessage.Ritual,
        _ states: [OccurrenceState],
        streaks: Bool
    ) {
        let tally = Tally(states)
        self.init(
            ritual: ritual.id,
            title: ritual.title,
            counted: tally.counted,
            done: tally.done,
            skipped: states.count { $0 == .skipped },
            missed: tally.missed,
            held: states.count { $0 == .held },
            percent: tally.percent,
            streak: streaks ? tally.streak : nil,
            longest: streaks ? tally.longest : nil
        )
    }

    /// `kept 9 of 12, 75 %`, `2 in a row, at most 5`.
    var words: [String] {
        guard let percent else {
            return ["nothing to count yet"]
        }
        let kept = "kept \(done) of \(counted)" + (counted > 9 ? ", \(percent) %" : "")
        guard let streak, let longest, longest > 1 else {
            return [kept]
        }
        let row = streak == longest ? "\(streak) in a row" : "\(longest) in a row at most"
        return [
            kept, streak > 1 && streak < longest ? "\(streak) in a row, at most \(longest)" : row,
        ]
    }
}
