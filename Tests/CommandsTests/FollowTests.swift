import CivilTime
import Commands
import Household
import Planning
import TestKit
import Testing

@testable import ControlAPI

/// `watch` and `next --follow` over events that are written down.
struct FollowTests {
    private static func next(_ start: ExtendedTime, title: String = "Date night") -> NextMessage {
        NextMessage(
            next: OccurrenceMessage(
                ritual: "date-night",
                title: title,
                occurrence: "date-night@2026-01-09T19:00",
                start: start,
                end: start,
                instant: start.instant,
                partners: ["alex", "sam"]
            )
        )
    }

    private static let event = EventMessage.config(
        ConfigTakenMessage(
            Household(zone: .utc, partners: [], channels: [], rituals: [])
        )
    )

    private static let word = EventMessage.word(
        WordMessage(
            Outcome(
                occurrence: "date-night@2026-01-07T19:00",
                kind: .done,
                partner: "alex",
                note: "at \u{1B}[31mhome",
                said: "2026-01-08T01:16:00Z"
            ),
            Household(zone: .utc, partners: [], channels: [], rituals: [])
        )
    )

    @Test func `an event is a line, and what would move a cursor is not in it`() throws {
        var ritualctl = Ritualctl()
        ritualctl.events = FakeEvents([.connected, .event(Self.event), .event(Self.word)])
        #expect(
            try ritualctl.run("watch").output == """
                18:16:00  config    a config was taken: 0 rituals for no partners
                18:16:00  word      date-night, today 19:00: done, says alex: “at  [31mhome”

                """
        )
    }

    @Test func `JSON is an object a line`() throws {
        var ritualctl = Ritualctl()
        ritualctl.events = FakeEvents([.connected, .event(Self.event)])
        #expect(
            try ritualctl.run("watch", "--json").output
                == #"{"event":"config","data":{"partners":0,"rituals":0}}"# + "\n"
        )
    }

    @Test func `a daemon that starts again is followed on`() throws {
        var ritualctl = Ritualctl()
        ritualctl.events = FakeEvents([
            .connected, .gone(.noDaemon("it has stopped")), .connected, .event(Self.event),
        ])
        let result = try ritualctl.run("watch")
        #expect(result.code == 0)
        #expect(
            result.errors == """
                ritualctl: the daemon has stopped; waiting for the next one
                ritualctl: the daemon is there again

                """
        )
        #expect(result.output.contains("a config was taken"))
    }

    @Test func `without a daemon there is nothing to watch`() throws {
        var ritualctl = Ritualctl()
        ritualctl.events = FakeEvents([.gone(.noDaemon("No such file or directory"))])
        let result = try ritualctl.run("watch")
        #expect(result.code == 69)
        #expect(result.errors.contains("no daemon answers at"))
    }

    @Test func `the next one is a line whenever it changes, and only then`() throws {
        var ritualctl = Ritualctl()
        let daemon = ritualctl.daemon
        ritualctl.events = FakeEvents([
            .connected, .event(Self.event), .event(Self.word), .time, .gone(.noDaemon("gone")),
            .connected,
        ]) { step in
            let start: ExtendedTime =
                step < 2
                ? "2026-01-07T19:00:00-07:00[America/Denver]"
                : "2026-01-09T19:00:00-07:00[America/Denver]"
            try daemon.answer(.next, with: Self.next(start))
        }
        #expect(
            try ritualctl.run("next", "--follow").output == """
                Date night, today 19:00
                Date night, Fri 9 Jan 19:00

                Date night, Fri 9 Jan 19:00

                """
        )
        // It looks again when the next one begins, or the day ends, and at no other time.
        #expect(
            ritualctl.events.deadlines == [
                "-", "2026-01-08T02:00:00Z", "2026-01-08T02:00:00Z", "2026-01-08T07:00:00Z",
                "2026-01-08T07:00:00Z", "-", "2026-01-08T07:00:00Z",
            ]
        )
    }

    @Test(arguments: [
        (
            "waybar",
            #"{"class":"today","text":"Tea &amp; &lt;cake&gt; %{F#f00}, today 19:00","#
                + #""tooltip":"Tea &amp; &lt;cake&gt; %{F#f00}, today 19:00"}"#
        ), ("polybar", "Tea & <cake> % {F#f00}, today 19:00"),
        ("plain", "Tea & <cake> %{F#f00}, today 19:00"),
    ])
    func `each bar has its own form, and reads no markup of a title`(
        format: String,
        line: String
    ) throws {
        var ritualctl = Ritualctl()
        ritualctl.events = FakeEvents([.connected])
        try ritualctl.daemon.answer(
            .next,
            with: Self.next(
                "2026-01-07T19:00:00-07:00[America/Denver]",
                title: "Tea & <cake> %{F#f00}"
            )
        )
        #expect(
            try ritualctl.run("next", "--follow", "--format", format).output == line + "\n"
        )
    }

    @Test func `a bar without a daemon stays quiet`() throws {
        var ritualctl = Ritualctl()
        ritualctl.events = FakeEvents([.gone(.noDaemon("No such file or directory"))])
        let result = try ritualctl.run("next", "--follow", "--format", "waybar")
        #expect(
            result.output == #"{"class":"none","text":"","tooltip":"nothing is coming"}"# + "\n"
        )
        #expect(result.errors == "")
        #expect(result.code == 0)
    }

    @Test(arguments: [
        (["--format", "plain"], "--format needs --follow"),
        (["--follow", "--format", "i3"], "it is not one of plain, waybar, polybar"),
    ])
    func `a form that is none is refused`(options: [String], words: String) throws {
        let result = try Ritualctl().run(["next"] + options)
        #expect(result.code == 64)
        #expect(result.errors.contains(words), "\(result.errors)")
    }
}
