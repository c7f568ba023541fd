import CivilTime
import Recurrence
import Household
import Planning
import TestKit
import Testing

@Suite struct WordingTests {
    /// The bodies of every nudge about a date on Friday, in the order they are told.
    private func bodies(_ tone: Tone, _ change: (inout Ritual) throws -> Void = { _ in }) throws
        -> [String]
    {
        let ritual = try Ritual.of("date", .on("2026-01-09T19:00"), zone: .utc) { ritual in
            ritual.body = "Your evening begins."
            ritual.duration = try .of("3h")
            ritual.ladder = try .of(
                ["3w", "3d", "1d", "2h", "0m"],
                followUp: "12h",
                nag: ("1d", 1)
            )
            ritual.ladder.rungs[1].task = "Book it"
            try change(&ritual)
        }
        var keeper = try ModelKeeper(
            .ofAlex(zone: .utc, tone: tone, [ritual]),
            from: "2025-12-01T00:00:00Z"
        )
        try keeper.run(until: "2026-02-01T00:00:00Z")
        return keeper.ledger.told.compactMap(\.nudge?.body)
    }

    @Test func `plain words say what it is and when`() throws {
        #expect(
            try bodies(.plain) == [
                "It is on Friday 9 January 2026 at 19:00.",
                "Book it. It is on Friday at 19:00.",
                "It is tomorrow at 19:00.",
                "It is today at 19:00.",
                "Your evening begins.",
                "It was to be yesterday at 19:00. Did it happen? A short one counts.",
                "Still open: did it happen? Done and skipped are both good answers.",
            ]
        )
    }

    @Test func `reassuring words confirm that the plan stands`() throws {
        #expect(
            try bodies(.reassuring) == [
                "The plan stands: on Friday 9 January 2026 at 19:00.",
                "Book it. The plan stands: on Friday at 19:00.",
                "The plan stands: tomorrow at 19:00.",
                "The plan stands: today at 19:00.",
                "Your evening begins. It is on as planned, today at 19:00.",
                "It was to be yesterday at 19:00. Did it happen? A short one counts, and so does skipping.",
                "Still open: did it happen? Done and skipped are both good answers.",
            ]
        )
    }

    @Test func `spacious words are few and leave room`() throws {
        #expect(
            try bodies(.spacious) == [
                "Coming up on Friday 9 January 2026 at 19:00.",
                "Book it. Coming up on Friday at 19:00.",
                "Coming up tomorrow at 19:00.",
                "Coming up today at 19:00.",
                "Your evening begins. There is no hurry.",
                "Did it happen? Answer whenever it suits you.",
            ]
        )
    }

    @Test func `literal words say what, when and how long, and warn ten minutes before`() throws {
        let moment = "19:00 to 22:00, 3 h."
        #expect(
            try bodies(.literal) == [
                "date: on Friday 9 January 2026, \(moment)",
                "Book it. date: on Friday, \(moment)",
                "date: tomorrow, \(moment)",
                "date: today, \(moment)",
                "date: today, \(moment)",
                "date: today, \(moment) Your evening begins.",
                "date was to be yesterday at 19:00. Did it happen? Answers: done or skipped.",
                "date, planned on Friday 9 January at 19:00: still open. Answers: done or skipped.",
            ]
        )
    }

    @Test func `a practice says at its start what it has for each tone, filled in`() throws {
        for (tone, text) in [
            (Tone.plain, "Now."), (.reassuring, "On as planned, today at 19:00."),
            (.spacious, "Later?"),
            (.literal, "date: 19:00 to 22:00, 3 h, {this}."),
        ] {
            let start = try bodies(tone) { ritual in
                ritual.ladder = try .of(["0m"])
                ritual.texts.start = ToneTexts(
                    plain: "Now.",
                    reassuring: "On as planned, {day} at {start}.",
                    spacious: "Later?",
                    literal: "{title}: {start} to {end}, {length}, {this}."
                )
            }
            #expect(start.last == text)
        }
    }

    @Test func `the end is told where the ritual says so`() throws {
        for (tone, text) in [
            (Tone.plain, "That was the time you set aside."),
            (.literal, "It is 22:00. date ends now."),
        ] {
            let end = try bodies(tone) { ritual in
                ritual.ladder = Ladder(rungs: [Rung(before: .zero)], tellsEnd: true)
            }
            #expect(end.last == text)
        }
    }

    @Test func `times are the partner's own`() throws {
        let zone = try SettledZone.newYork.zone
        let ritual = try Ritual.of("date", .on("2026-01-09T19:00"), zone: zone) { ritual in
            ritual.ladder = try .of(["2h"])
        }
        var keeper = try ModelKeeper(
            couple(zone, samIn: SettledZone.kolkata.zone, [ritual]),
            from: "2026-01-09T00:00:00Z"
        )
        try keeper.run(until: "2026-01-10T12:00:00Z")
        #expect(
            keeper.ledger.told.compactMap(\.nudge?.body) == [
                "It is today at 19:00.", "It is today at 05:30.",
            ]
        )
    }

    @Test func `a later asked for before the start does not say that it begins`() throws {
        let ritual = try Ritual.of("date", .on("2026-01-09T19:00"), zone: .utc) { ritual in
            ritual.body = "Your evening begins."
            ritual.ladder = try .of(["3d", "0m"], followUp: "12h")
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-05T00:00:00Z")
        try keeper.run(until: "2026-01-06T19:00:00Z")
        let key = "date@2026-01-09T19:00"
        try keeper.say(.snoozed(until: instant("2026-01-06T20:00:00Z")), of: key)
        try keeper.run(until: "2026-01-10T07:00:00Z")
        try keeper.say(.snoozed(until: instant("2026-01-10T09:00:00Z")), of: key)
        try keeper.run(until: "2026-01-11T07:00:00Z")
        #expect(keeper.decision("snooze:1", of: key)?.nudge?.body == "It is on Friday at 19:00.")
        #expect(
            keeper.decision("snooze:2", of: key)?.nudge?.body
                == "It was to be yesterday at 19:00. Did it happen? A short one counts."
        )
    }

    @Test func `the prompts come in turn, one a date`() throws {
        let ritual = try Ritual.of("check-in", .daily("20:30"), zone: .utc) { ritual in
            ritual.prompts = ["one", "two", "three"]
        }
        var keeper = try ModelKeeper(.ofAlex(zone: .utc, [ritual]), from: "2026-01-05T00:00:00Z")
        try keeper.run(until: "2026-01-10T23:00:00Z")
        let prompts = keeper.ledger.told.compactMap(\.nudge?.prompt)
        #expect(prompts == ["two", "three", "one", "two", "three", "one"])
    }

    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"),
        (8_040, "2 h 14 min"),
        (86_400, "1 d"), (90_000, "1 d 1 h"), (259_200 + 1_800, "3 d"), (-5, "0 s"),
    ])
    func `a length is said in its two largest units`(_ seconds: Int, _ text: String) {
        #expect(Phrase.length(.seconds(seconds)) == text)
    }
}
