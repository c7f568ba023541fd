import CivilTime
import Foundation
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct NudgeTests {
    /// From `Oracles/nudge_ids.py`.
    @Test(arguments: [
        ("date-night@2026-01-09T19:00", "start", "alex", "b1f7852d5fe7e56a23a6e16d982e4ff8"),
        ("date-night@2026-01-09T19:00", "lead:3w", "alex", "39f72e7b7ce5324a4d4f756fa16a0ef2"),
        ("date-night@2026-01-09T19:00", "start", "sam", "9b546b4d8ea686d2d36a2e649d58613d"),
        ("tick@2026-11-01T01:30+2", "nag:2", "zoë", "0460d7966f5cadf86ffaedc146de7271"),
        ("catch-up@2026-03-08T03:30:05", "digest", "alex", "0e75a194a4740b7c6c21a35e16c4dbc8"),
    ])
    func `a nudge's id is the hash of what it is about`(
        _ occurrence: String,
        _ stage: String,
        _ partner: String,
        _ id: String
    ) throws {
        let key = StageKey(
            occurrence: try #require(OccurrenceKey(parsing: occurrence)),
            stage: try #require(Stage(parsing: stage)),
            partner: partner
        )
        #expect(key.nudgeID == id)
    }

    @Test(arguments: [
        "lead:3w", "lead:2h", "lead:90m", "lead:7 months", "lead:1 year", "start", "end",
        "snooze:12", "notice:3", "lead:2h+1", "follow_up+12", "nag:1+2",
        "follow_up", "nag:1", "digest",
    ])
    func `a stage reads what it writes`(_ text: String) {
        #expect(Stage(parsing: text)?.description == text)
    }

    @Test(arguments: [
        "", "lead", "lead:", "lead:soon", "start:1", "snooze", "nag:x", "Start", "nag:1:2",
        "notice", "lead:2h+", "lead:2h+0", "lead:2h+1+1",
        "+1",
    ])
    func `what is no stage is not read as one`(_ text: String) {
        #expect(Stage(parsing: text) == nil)
    }

    @Test(arguments: [
        "date-night@2026-01-09T19:00", "a@b@2026-01-09T19:00:05", "tick@2026-11-01T01:30+2",
    ])
    func `an occurrence's name reads what it writes`(_ text: String) {
        #expect(OccurrenceKey(parsing: text)?.description == text)
    }

    @Test(arguments: [
        "", "date", "@2026-01-09T19:00", "date@", "date@2026-02-30T19:00", "date@2026-01-09",
        "date@2026-01-09T19:00+3", "date@2026-01-09T25:00",
    ])
    func `what is no occurrence's name is not read as one`(_ text: String) {
        #expect(OccurrenceKey(parsing: text) == nil)
    }

    private func nudge() throws -> Nudge {
        let zone = try SettledZone.newYork.zone
        let lisbon = try Zone("Europe/Lisbon", rule: SettledZone.london.rule)
        let ritual = try Ritual.of("date", .on("2026-01-09T19:00"), zone: zone) { ritual in
            ritual.title = "Date"
            ritual.prompts = ["What was good?"]
            ritual.duration = try .of("3h")
        }
        var household = try couple(zone, samIn: lisbon, [ritual])
        household.partners[1].tone = .reassuring
        var keeper = try ModelKeeper(household, from: "2026-01-09T00:00:00Z")
        try keeper.wake(at: "2026-01-10T00:05:30Z")
        return try #require(
            keeper.decision("start", of: "date@2026-01-09T19:00", for: "sam")?.nudge
        )
    }

    @Test func `a nudge is written as the contract says`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(nudge()), as: UTF8.self)
        let expected = """
            {
              "actions" : [
                "done",
                "later",
                "skip"
              ],
              "body" : "A little late, because this computer was away: It is time. It is on as planned, today at 00:00.",
              "due" : "2026-01-10T00:00:00Z",
              "expires" : "2026-01-13T00:00:00Z",
              "id" : "\(try nudge().key.nudgeID)",
              "late" : 330,
              "occurrence" : {
                "end" : "2026-01-10T03:00:00+00:00[Europe/Lisbon]",
                "key" : "date@2026-01-09T19:00",
                "start" : "2026-01-10T00:00:00+00:00[Europe/Lisbon]",
                "zone" : "Europe/Lisbon"
              },
              "partner" : "sam",
              "prompt" : "What was good?",
              "ritual" : "date",
              "sensitivity" : "public",
              "stage" : "start",
              "title" : "Date",
              "tone" : "reassuring",
              "urgent" : false
            }
            """
        #expect(text == expected)
    }

    @Test func `a nudge reads what it writes`() throws {
        let nudge = try nudge()
        let text = try JSONEncoder().encode(nudge)
        #expect(try JSONDecoder().decode(Nudge.self, from: text) == nudge)
    }

    @Test(arguments: ["stage", "due", "expires", "occurrence"])
    func `a nudge that was damaged is refused`(_ field: String) throws {
        let text = try JSONEncoder().encode(nudge())
        var object = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        object[field] = "?"
        let damaged = try JSONSerialization.data(withJSONObject: object)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Nudge.self, from: damaged)
        }
    }
}
