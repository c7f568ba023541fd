import CivilTime
import Household
import Planning
import TestKit
import Testing

@testable import ControlAPI

struct ControlJSONTests {
    static let occurrence = OccurrenceMessage(
        ritual: "date-night",
        title: "Date night",
        occurrence: "date-night@2026-01-09T19:00",
        start: "2026-01-09T19:00:00-07:00[America/Denver]",
        end: "2026-01-09T22:00:00-07:00[America/Denver]",
        instant: "2026-01-10T02:00:00Z",
        partners: ["alex", "sam"]
    )

    @Test func `an occurrence is written on one line, with its keys sorted`() throws {
        #expect(
            try ControlJSON.text(of: [Self.occurrence]) == """
                [{"absorber":null,"busy":[],"clocks":[],"done":[],"end":"2026-01-09T22:00:00-07:00[America/Denver]","held":false,\
                "instant":"2026-01-10T02:00:00Z","last":null,"occurrence":"date-night@2026-01-09T19:00",\
                "partners":["alex","sam"],"prompt":null,"quiets":[],"rest":null,"ritual":"date-night","sensitivity":"public","stage":null,\
                "start":"2026-01-09T19:00:00-07:00[America/Denver]","state":null,"steps":[],\
                "title":"Date night","waiting":[]}]
                """
        )
    }

    @Test func `the indented layout has a line for each value`() throws {
        let message = ReloadMessage(config: "/c.toml", rituals: 9, partners: 2)
        #expect(
            try ControlJSON.text(of: message, .indented) == """
                {
                  "config" : "/c.toml",
                  "partners" : 2,
                  "rituals" : 9,
                  "warnings" : []
                }
                """
        )
    }

    @Test(arguments: [
        ("tab\tline\nend\r", #""tab\tline\nend\r""#),
        (#"a "quote" and \"#, #""a \"quote\" and \\""#),
        ("\u{9b}2J\u{85}", #""\u009b2J\u0085""#),
        ("\u{202e}\u{2066}\u{61c}\u{2028}", #""\u202e\u2066\u061c\u2028""#),
        ("👩‍❤️‍👨 愛", #""👩‍❤️‍👨 愛""#),
        ("bell\u{7} del\u{7F}", #""bell\u0007 del\u007f""#),
        ("Zoë & 愛 💛 </script>", "\"Zoë & 愛 💛 </script>\""),
    ])
    func `text is escaped where JSON or a terminal asks for it, and only there`(
        text: String,
        json: String
    ) throws {
        for layout in [ControlJSON.Layout.compact, .indented] {
            #expect(try ControlJSON.text(of: text, layout) == json)
        }
        #expect(try ControlJSON.read(String.self, from: json.utf8) == text)
    }

    @Test func `an absent value is null and not a missing key`() throws {
        let check = CheckMessage(file: "c.toml", nil, [])
        #expect(
            try ControlJSON.text(of: check) == """
                {"changes":null,"diagnostics":[],"file":"c.toml","partners":null,"rituals":null,\
                "valid":false}
                """
        )
        #expect(
            try ControlJSON.text(of: ForgetRequest())
                == #"{"before":null,"notes":null,"ritual":null}"#
        )
    }

    @Test func `a key that a newer daemon adds is passed over`() throws {
        let text = #"{"channel": "phone", "type": "webhook", "detail": "HTTP 204", "new": [1]}"#
        let message = try ControlJSON.read(SendTestMessage.self, from: text.utf8)
        #expect(message == SendTestMessage(channel: "phone", type: "webhook", detail: "HTTP 204"))
    }

    @Test(arguments: [
        (#"{"occurrence": null}"#, "'ritual' is missing"),
        (#"{"ritual": null}"#, "'ritual' is null"),
        (#"{"ritual": 7}"#, "'ritual' is of another type"),
        (#"{"ritual": "#, "it is not JSON"), ("", "it is not JSON"),
        (
            #"{"ritual": "x", "to": "2026-02-30T19:00"}"#,
            "'to': day 30 is not between 1 and 28"
        ),
        (#"{"ritual": "x", "for": "soon"}"#, "'for': 'soon' is not "),
        (#"{"ritual": "x", "occurrence": "fri"}"#, "'occurrence': 'fri' is not "),
    ])
    func `a body that cannot be read is a bad request with the place`(
        body: String,
        detail: String
    ) throws {
        let problem = #expect(throws: Problem.self) {
            try ControlJSON.readRequest(OutcomeRequest.self, from: body.utf8)
        }
        #expect(problem?.kind == .badRequest)
        let text = problem?.detail ?? ""
        #expect(text.hasPrefix("the body is not as expected: \(detail)"), "\(text)")
    }

    @Test(arguments: [
        ("2026-01-16", "2026-01-16T00:00"), ("2026-01-16T18:00", "2026-01-16T18:00"),
    ])
    func `a date or a local time is written as it was read`(text: String, local: String) throws {
        let value = try DateOrTime.read(text)
        #expect(value.local.short == local)
        #expect(value.wireText == text)
    }

    @Test(arguments: [
        "2026-01-09T19:00:00-07:00[America/Denver]", "2026-01-09T19:00:00+00:00[UTC]",
        "2026-01-10T02:00:00Z", "2026-01-10T02:00:00Z[Europe/Lisbon]",
    ])
    func `a time with its zone is written as it was read`(text: String) throws {
        #expect(try ExtendedTime.read(text).wireText == text)
    }

    @Test func `a time of a zone is the one that its clock shows`() throws {
        let zone = try SettledZone.newYork.zone
        let instant: Instant = "2026-01-10T00:00:00Z"
        let time = ExtendedTime(ZonedTime(instant: instant, zone: zone))
        #expect(time == "2026-01-09T19:00:00-05:00[America/New_York]")
    }
}
