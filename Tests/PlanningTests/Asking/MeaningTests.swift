import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

/// Which occurrence a word means that names none: what runs, what was told, what is ahead.
@Suite struct MeaningTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var ritual: String
        var now: String
        /// The date of the occurrence that *done*, *skip*, *later* and *move* mean.
        var meant: [String]

        init(_ ritual: String, _ now: String, _ meant: String...) {
            self.ritual = ritual
            self.now = now
            self.meant = meant.count == 1 ? Array(repeating: meant[0], count: 4) : meant
        }

        var testDescription: String { "\(ritual) at \(now)" }
    }

    /// A check-in at 23:50 that lasts half an hour and is asked about at ten, one at 20:30 that only
    /// begins, a talk on Fridays with a lead of a day, and a long evening on Saturdays.
    private func keeper() throws -> ModelKeeper {
        try ModelKeeper(
            couple(
                .utc,
                [
                    .of("late", .daily("23:50"), zone: .utc) { $0.duration = try .of("30m") },
                    .of("asked", .daily("20:30"), zone: .utc) {
                        $0.duration = try .of("10m")
                        $0.ladder = try .of(["0m"], followUp: "14h")
                    },
                    .of("plain", .daily("20:30"), zone: .utc),
                    .of("talk", .weekly(.friday, at: "19:00"), zone: .utc) {
                        $0.duration = try .of("2h")
                        $0.ladder = try .of(["1d", "0m"])
                    },
                    .of("long", .daily("18:00"), zone: .utc) {
                        $0.duration = try .of("8h")
                        $0.ladder = try .of(["22h", "0m"])
                    },
                ]
            ),
            from: "2025-12-01T00:00:00Z"
        )
    }

    static let cases = [
        // It runs past midnight.
        Case("late", "2026-01-10T23:55", "2026-01-10"),
        Case("late", "2026-01-11T00:10", "2026-01-10"),
        // Over since five minutes, and told half an hour ago.
        Case("late", "2026-01-11T00:25", "2026-01-10"),
        // A night later it is tonight's that is put off, and last night's that was done.
        Case("late", "2026-01-11T08:00", "2026-01-10", "2026-01-11", "2026-01-11", "2026-01-11"),
        Case("late", "2026-01-11T23:49", "2026-01-10", "2026-01-11", "2026-01-11", "2026-01-11"),
        // The next is told of while this one runs.
        Case("long", "2026-01-10T20:30", "2026-01-10"),
        Case("long", "2026-01-11T01:00", "2026-01-10"),
        Case("long", "2026-01-11T12:00", "2026-01-11"),
        // Asked at 10:40 how it was; nobody moves that.
        Case("asked", "2026-01-11T10:39", "2026-01-10", "2026-01-11", "2026-01-11", "2026-01-11"),
        Case("asked", "2026-01-11T10:45", "2026-01-10", "2026-01-10", "2026-01-10", "2026-01-11"),
        Case("asked", "2026-01-11T14:00", "2026-01-10", "2026-01-11", "2026-01-11", "2026-01-11"),
        Case("plain", "2026-01-10T20:30", "2026-01-10"),
        Case("plain", "2026-01-10T23:59", "2026-01-10"),
        Case("plain", "2026-01-11T12:00", "2026-01-10", "2026-01-11", "2026-01-11", "2026-01-11"),
        // Weekly: running, over, told of the next one, and its day.
        Case("talk", "2026-01-09T20:00", "2026-01-09"),
        Case("talk", "2026-01-12T12:00", "2026-01-09"),
        Case("talk", "2026-01-15T19:00", "2026-01-16"),
        Case("talk", "2026-01-16T12:00", "2026-01-16"),
    ]

    @Test(arguments: cases)
    func `each word means the one that a person would mean`(_ example: Case) throws {
        var keeper = try keeper()
        try keeper.run(until: example.now + ":00Z")
        let later = Outcome.Kind.snoozed(until: keeper.now + .seconds(86_400))
        let move = Outcome.Kind.moved(to: try local("2026-01-20T12:00"))
        let meant = try [.done, .skipped, later, move].map { kind in
            try keeper.planner.plan.occurrence(
                of: example.ritual,
                named: nil,
                saying: kind,
                at: keeper.now
            ).start.date.description
        }
        #expect(meant == example.meant)
    }
}
