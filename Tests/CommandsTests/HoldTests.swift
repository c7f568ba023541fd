import CivilTime
import Commands
import Planning
import TestKit
import Testing

@testable import ControlAPI

/// `hold`, `release` and `undo`.
struct HoldTests {
    private static func hold(
        _ ritual: String? = nil,
        until: Instant = "2026-01-16T07:00:00Z",
        reason: String? = nil
    ) -> HoldMessage {
        HoldMessage(
            ritual: ritual,
            title: ritual.map { _ in "Date night" },
            from: "2026-01-08T01:16:00Z",
            until: until,
            reason: reason,
            zone: "America/Denver"
        )
    }

    @Test func `a hold of everything names the day that ends it, and why`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.hold, with: Self.hold(reason: "exams"))
        let result = try ritualctl.run("hold", "--until", "2026-01-16", "--reason", "exams")
        #expect(
            result.output == """
                Everything is on hold until Fri 16 Jan (in 9 days): “exams”
                nothing of it is told until then, and no streak breaks
                'ritualctl release' ends it

                """
        )
        #expect(
            ritualctl.daemon.requests == [
                ControlRequest(
                    .hold,
                    body: """
                        {"partner":null,"reason":"exams","ritual":null,"until":"2026-01-16"}
                        """
                )
            ]
        )
    }

    @Test func `a hold of one ritual may end at a time of day`() throws {
        let ritualctl = Ritualctl()
        let hold = Self.hold("date-night", until: "2026-01-09T01:00:00Z")
        try ritualctl.daemon.answer(.hold, with: hold)
        let result = try ritualctl.run("hold", "date-night", "--until", "2026-01-08T18:00")
        #expect(result.output.hasPrefix("Date night is on hold until tomorrow 18:00 (in 23 h 44"))
    }

    @Test func `an end that is no date is bad usage, and says what is one`() throws {
        let result = try Ritualctl().run("hold", "--until", "soon")
        #expect(result.code == 64)
        #expect(
            result.errors.hasPrefix(
                "ritualctl: The value 'soon' is invalid for '--until <date>': give a date such as 3d, fri or"
            )
        )
    }

    @Test func `a release names who says it`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.release, with: Self.hold("date-night"))
        _ = try ritualctl.run("release", "date-night", "--partner", "sam")
        let body = #"{"partner":"sam","ritual":"date-night"}"#
        #expect(ritualctl.daemon.requests == [ControlRequest(.release, body: body)])
    }

    @Test func `a release says what is over, and what cannot be released`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(.release, with: Self.hold("date-night"))
        #expect(
            try ritualctl.run("release", "date-night").output
                == "Date night is no longer on hold; it was to be until Fri 16 Jan\n"
        )
        try ritualctl.daemon.refuse(
            .release,
            with: Problem(.conflict, detail: "nothing is on hold")
        )
        let refused = try ritualctl.run("release")
        #expect(refused.code == 1)
        #expect(refused.errors == "ritualctl: nothing is on hold\n")
    }

    @Test func `an undo names the word that is taken back, and how it stands now`() throws {
        let ritualctl = Ritualctl()
        try ritualctl.daemon.answer(
            .undo,
            with: UndoMessage(
                undone: .done,
                ritual: "date-night",
                title: "Date night",
                occurrence: "date-night@2026-01-06T19:00",
                start: "2026-01-06T19:00:00-07:00[America/Denver]",
                state: .open,
                partner: "sam",
                said: "2026-01-08T01:15:00Z"
            )
        )
        #expect(
            try ritualctl.run("undo").output == """
                Date night, yesterday 19:00: “done” by sam is taken back; it is open, nobody has \
                said how it went
                'ritualctl done date-night' says it again

                """
        )
        let named = try ritualctl.run("undo", "date-night", "--occurrence", "2026-01-06T19:00")
        #expect(named.code == 0)
        #expect(
            ritualctl.daemon.bodies == [
                #"{"occurrence":null,"partner":null,"ritual":null}"#,
                """
                {"occurrence":"2026-01-06T19:00","partner":null,"ritual":"date-night"}
                """,
            ]
        )
    }

    @Test(arguments: [
        (
            UndoneWord.hold,
            "“hold” by sam is taken back: Date night is no longer on hold\n'ritualctl hold date-night --until TIME' says it again\n"
        ),
        (
            .release,
            "“release” by sam is taken back: Date night is on hold again until Fri 16 Jan\n'ritualctl release date-night' says it again\n"
        ),
    ])
    func `an undo of a hold, or of its end, says how that stands now`(
        _ word: UndoneWord,
        _ text: String
    ) throws {
        let ritualctl = Ritualctl()
        let hold = HoldMessage(
            ritual: "date-night",
            title: "Date night",
            from: "2026-01-05T19:00:00Z",
            until: "2026-01-16T07:00:00Z",
            partner: "sam",
            zone: "America/Denver"
        )
        try ritualctl.daemon.answer(
            .undo,
            with: UndoMessage(
                undone: word,
                ritual: "date-night",
                title: "Date night",
                hold: hold,
                partner: "sam",
                said: "2026-01-08T01:15:00Z"
            )
        )
        #expect(try ritualctl.run("undo").output == text)
    }

    @Test func `an undo of an occurrence needs its ritual`() throws {
        let result = try Ritualctl().run("undo", "--occurrence", "2026-01-06T19:00")
        #expect(result.code == 64)
        #expect(result.errors.hasPrefix("ritualctl: --occurrence needs its ritual"))
    }
}
