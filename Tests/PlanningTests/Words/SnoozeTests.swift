import CivilTime
import Household
import Planning
import Recurrence
import TestKit
import Testing

@Suite struct SnoozeTests {
    private let key = "date@2026-01-09T19:00"

    private func keeper(quiet: String? = nil) throws -> ModelKeeper {
        let ritual = try Ritual.of("date", .on("2026-01-09T19:00"), zone: .utc) { ritual in
            ritual.ladder = try .of(["2h", "0m"], followUp: "12h")
            ritual.duration = try .of("3h")
        }
        return try ModelKeeper(couple(.utc, quiet: quiet, [ritual]), from: "2026-01-09T00:00:00Z")
    }

    @Test func `later tells it again, to the one who asked`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:05:00Z")
        let step = try keeper.say(
            .snoozed(until: instant("2026-01-09T19:25:00Z")),
            of: key,
            by: "sam"
        )
        #expect(step.withdrawals.map(\.partner) == ["sam"])
        try keeper.run(until: "2026-01-09T23:00:00Z")
        #expect(
            keeper.told.suffix(1) == [
                "2026-01-09T19:25:00Z snooze:1 of date@2026-01-09T19:00 to sam"
            ]
        )
    }

    @Test func `what falls due meanwhile is held`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T17:00:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-09T20:00:00Z")), of: key, by: "alex")
        try keeper.run(until: "2026-01-09T21:00:00Z")
        #expect(
            keeper.verdicts(key).filter { $0.contains("alex") } == [
                "lead:2h alex: fired", "start alex: held", "snooze:1 alex: fired",
            ]
        )
        #expect(keeper.decision("start", of: key)?.reason == "snoozed until 2026-01-09T20:00")
        #expect(keeper.decision("start", of: key, for: "sam")?.verdict == .fired)
    }

    @Test(arguments: [
        ("2026-01-09T19:20:00Z", "2026-01-09T22:00:00Z"),
        ("2026-01-09T22:00:00Z", "2026-01-09T19:20:00Z"),
    ])
    func `of two words of later the last counts`(_ first: String, _ second: String) throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:01:00Z")
        try keeper.say(.snoozed(until: instant(first)), of: key, by: "alex")
        try keeper.say(.snoozed(until: instant(second)), of: key, by: "alex")
        try keeper.run(until: "2026-01-09T23:00:00Z")
        #expect(
            keeper.told.filter { $0.contains("snooze") } == [
                "\(second) snooze:2 of date@2026-01-09T19:00 to alex"
            ]
        )
        #expect(keeper.decision("snooze:1", of: key)?.verdict == .held)
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `a time of later in quiet hours waits for their end`() throws {
        var keeper = try keeper(quiet: "22:00-07:00")
        try keeper.run(until: "2026-01-09T19:01:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-09T22:30:00Z")), of: key)
        try keeper.run(until: "2026-01-10T06:59:00Z")
        #expect(
            keeper.told.filter { $0.contains("snooze") } == [
                "2026-01-09T22:30:00Z snooze:1 of date@2026-01-09T19:00 to alex"
            ]
        )
        try keeper.run(until: "2026-01-10T07:00:00Z")
        #expect(keeper.told.last == "2026-01-10T07:00:00Z snooze:1 of date@2026-01-09T19:00 to sam")
    }

    @Test func `each word of later has a number of its own, over restarts too`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:01:00Z")
        for time in ["2026-01-09T19:10:00Z", "2026-01-09T19:20:00Z", "2026-01-09T19:30:00Z"] {
            try keeper.say(.snoozed(until: instant(time)), of: key, by: "alex")
            keeper.restart()
            try keeper.run(until: time)
        }
        #expect(
            keeper.told.filter { $0.contains("snooze") }.map { $0.prefix(29) } == [
                "2026-01-09T19:10:00Z snooze:1", "2026-01-09T19:20:00Z snooze:2",
                "2026-01-09T19:30:00Z snooze:3",
            ]
        )
    }

    @Test func `done ends a later that is still to come`() throws {
        var keeper = try keeper()
        try keeper.run(until: "2026-01-09T19:01:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-09T20:00:00Z")), of: key)
        try keeper.say(.done, of: key)
        try keeper.run(until: "2026-01-12T00:00:00Z")
        #expect(keeper.decision("snooze:1", of: key)?.verdict == .cancelled)
        #expect(keeper.told.allSatisfy { !$0.contains("snooze") })
    }
}
