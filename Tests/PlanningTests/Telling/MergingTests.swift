import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct MergingTests {
    private func ritual(
        _ id: String,
        _ title: String,
        at time: String,
        _ change: (inout Ritual) throws -> Void = { _ in }
    ) throws -> Ritual {
        try .of(id, .daily(time), zone: .utc) { ritual in
            ritual.title = title
            ritual.sensitivity = .public
            try change(&ritual)
        }
    }

    private func told(_ rituals: [Ritual], channels: [String] = ["stdout"]) throws -> ModelKeeper {
        var household = try Household.ofAlex(zone: .utc, rituals)
        household.channels = channels.map { Channel(id: $0, kind: .journal) }
        var keeper = try ModelKeeper(household, from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-09T20:00:00Z")
        #expect(keeper.ledger.breaches == [])
        #expect(keeper.ledger.dangling == [])
        return keeper
    }

    @Test func `two nudges to one partner in the same minute are one`() throws {
        let keeper = try told([
            ritual("tea", "Tea", at: "19:00") { $0.body = "The kettle is yours." },
            ritual("talk", "Talk", at: "19:00") { $0.prompts = ["What was good today?"] },
        ])
        #expect(keeper.told == ["2026-01-09T19:00:00Z start of tea@2026-01-09T19:00 to alex"])
        let tea = try #require(keeper.decision("start", of: "tea@2026-01-09T19:00"))
        let talk = try #require(keeper.decision("start", of: "talk@2026-01-09T19:00"))
        #expect(tea.verdict == .fired)
        #expect(tea.reason == "in time; one more told with it")
        #expect(talk.verdict == .coalesced)
        #expect(talk.reason == "told with start of tea@2026-01-09T19:00")
        #expect(talk.nudgeID == tea.nudge?.id)
        #expect(tea.nudge?.title == "Tea and Talk")
        #expect(tea.nudge?.body == "Tea: The kettle is yours.\nTalk: It is time.")
        #expect(tea.nudge?.prompt == "What was good today?")
        #expect(tea.nudge?.actions == [])
    }

    @Test func `what asks for an answer leads, and keeps its answers where it is the only one`()
        throws
    {
        let keeper = try told([
            ritual("date", "Date", at: "21:00") { $0.ladder = try .of(["2h"]) },
            ritual("talk", "Talk", at: "19:00"),
        ])
        let nudge = keeper.decision("start", of: "talk@2026-01-09T19:00")?.nudge
        #expect(nudge?.title == "Talk and Date")
        #expect(nudge?.body == "Talk: It is time.\nDate: It is today at 21:00.")
        #expect(nudge?.actions == NudgeAction.answers)
        let lead = keeper.decision("lead:2h", of: "date@2026-01-09T21:00")
        #expect(lead?.verdict == .coalesced)
    }

    @Test func `what prepares another day stands below, with its date`() throws {
        let keeper = try told([
            ritual("date", "Date", at: "19:00") { $0.body = "Your evening begins." },
            .of("trip", .on("2026-01-30T19:00"), zone: .utc) { ritual in
                ritual.title = "Trip"
                ritual.ladder = try .of(["21d", "0m"])
                ritual.ladder.rungs[0].task = "Where would you both like to go?"
            },
        ])
        let nudge = keeper.decision("start", of: "date@2026-01-09T19:00")?.nudge
        #expect(nudge?.title == "Date")
        #expect(
            nudge?.body == "Your evening begins.\nFor another day: Trip. "
                + "Where would you both like to go? It is on Friday 30 January at 19:00."
        )
        #expect(keeper.decision("lead:21d", of: "trip@2026-01-30T19:00")?.verdict == .coalesced)
    }

    @Test func `no channel of any is lost, and a private one keeps all of it private`() throws {
        let keeper = try told(
            [
                ritual("tea", "Tea", at: "19:00") { $0.channels = ["phone"] },
                ritual("talk", "Talk", at: "19:00") { ritual in
                    ritual.channels = ["desk"]
                    ritual.sensitivity = .private
                },
            ],
            channels: ["desk", "lamp", "phone"]
        )
        let decision = keeper.decision("start", of: "tea@2026-01-09T19:00")
        #expect(decision?.channels == ["desk", "phone"])
        #expect(decision?.nudge?.sensitivity == .private)
    }

    @Test func `what waits for the morning is told as one, what is urgent is not held up`() throws {
        let household = try Household.ofAlex(
            zone: .utc,
            quiet: "22:00-07:00",
            [
                ritual("tea", "Tea", at: "23:00") { $0.lateWithin = try .of("1d") },
                ritual("talk", "Talk", at: "23:30") { $0.lateWithin = try .of("1d") },
                ritual("pill", "Pill", at: "23:00") { $0.isUrgent = true },
            ]
        )
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.run(until: "2026-01-10T08:00:00Z")
        #expect(
            keeper.told == [
                "2026-01-09T23:00:00Z start of pill@2026-01-09T23:00 to alex",
                "2026-01-10T07:00:00Z start of tea@2026-01-09T23:00 to alex",
            ]
        )
        #expect(keeper.decision("start", of: "talk@2026-01-09T23:30")?.verdict == .coalesced)
    }

    @Test func `found late in quiet hours, what is urgent is shown and the rest waits`() throws {
        let rituals = try ["tea", "talk", "pill", "drops"].map { id in
            try ritual(id, id, at: "21:00") { ritual in
                ritual.isUrgent = ["pill", "drops"].contains(id)
                ritual.lateWithin = try .of("1d")
            }
        }
        let household = try Household.ofAlex(zone: .utc, quiet: "22:00-07:00", rituals)
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.wake(at: "2026-01-09T23:00:00Z")
        let digests = keeper.ledger.told.map {
            "\($0.notBefore ?? $0.decided) \($0.nudge?.body ?? "")"
        }
        #expect(
            digests == [
                "2026-01-09T23:00:00Z pill, today 21:00; drops, today 21:00",
                "2026-01-10T07:00:00Z tea, yesterday 21:00; talk, yesterday 21:00",
            ]
        )
        #expect(keeper.ledger.breaches == [])
    }

    @Test func `what is late comes with what is in time`() throws {
        let household = try Household.ofAlex(
            zone: .utc,
            [ritual("tea", "Tea", at: "18:00"), ritual("talk", "Talk", at: "19:00")]
        )
        var keeper = try ModelKeeper(household, from: "2026-01-09T12:00:00Z")
        try keeper.wake(at: "2026-01-09T19:00:10Z")
        #expect(keeper.told == ["2026-01-09T19:00:10Z start of talk@2026-01-09T19:00 to alex"])
        let tea = keeper.decision("start", of: "tea@2026-01-09T18:00")
        #expect(tea?.reason == "told with start of talk@2026-01-09T19:00; 1 h late")
    }

    @Test func `very many are counted`() throws {
        let rituals = try (1...40).map { try ritual("r-\($0)", "Ritual \($0)", at: "19:00") }
        let keeper = try told(rituals)
        let nudge = try #require(keeper.ledger.told.first?.nudge)
        #expect(nudge.title == "Ritual 1, Ritual 2 and 38 more")
        #expect(nudge.body.split(separator: "\n").count == 9)
        #expect(nudge.body.hasSuffix("Ritual 8: It is time.\nand 32 more"))
    }

    @Test(arguments: [("19:00", "18:00"), ("19:00", "20:30"), ("19:00", "19:00")])
    func `a milestone on the day of a date is told with it`(_ date: String, _ at: String) throws {
        var rituals = try [
            Ritual.of("date-night", .weekly(.friday, at: date), zone: .utc) { ritual in
                ritual.kind = .date
                ritual.title = "Date night"
                ritual.duration = try .of("3h")
            }
        ]
        rituals += try builtInPlan("3-6-9", from: "2025-10-09", at: at)
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, rituals), from: "2026-01-09T00:00:00Z")
        try keeper.run(until: "2026-01-09T23:00:00Z")
        #expect(
            keeper.told == ["2026-01-09T19:00:00Z start of date-night@2026-01-09T19:00 to alex"]
        )
        let nudge = keeper.ledger.told.first?.nudge
        #expect(nudge?.title == "Date night and Three months together")
        let milestone = keeper.decision("start", of: "3-6-9-month-3@2026-01-09T\(at)")
        #expect(milestone?.verdict == .coalesced)
        // On any other day it keeps its own time.
        try keeper.run(until: "2026-04-10T00:00:00Z")
        #expect(keeper.decision("start", of: "3-6-9-month-6@2026-04-09T\(at)")?.verdict == .fired)
        #expect(keeper.ledger.breaches == [])
    }
}
