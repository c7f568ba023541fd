import ControlAPI
import Testing

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

    @Test func `an occurrence is written with its keys in the documented order`() throws {
        #expect(
            try ControlJSON.text(of: [Self.occurrence]) == """
                [{"ritual": "date-night", "title": "Date night", \
                "occurrence": "date-night@2026-01-09T19:00", \
                "start": "2026-01-09T19:00:00-07:00[America/Denver]", \
                "end": "2026-01-09T22:00:00-07:00[America/Denver]", \
                "instant": "2026-01-10T02:00:00Z", "stage": null, "partners": ["alex", "sam"], \
                "held": false}]
                """
        )
    }

    @Test func `the indented layout sets two spaces a level, and empty lists stay on a line`()
        throws
    {
        let message = ReloadMessage(config: "/c.toml", rituals: 9, partners: 2)
        #expect(
            try ControlJSON.text(of: message, .indented) == """
                {
                  "config": "/c.toml",
                  "rituals": 9,
                  "partners": 2,
                  "warnings": []
                }
                """
        )
    }

    @Test func `in the indented layout a list of plain values stays on one line`() throws {
        let next = NextMessage(next: Self.occurrence)
        #expect(
            try ControlJSON.text(of: next, .indented) == """
                {
                  "next": {
                    "ritual": "date-night",
                    "title": "Date night",
                    "occurrence": "date-night@2026-01-09T19:00",
                    "start": "2026-01-09T19:00:00-07:00[America/Denver]",
                    "end": "2026-01-09T22:00:00-07:00[America/Denver]",
                    "instant": "2026-01-10T02:00:00Z",
                    "stage": null,
                    "partners": ["alex", "sam"],
                    "held": false
                  }
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
    func `text is escaped where JSON asks for it, and only there`(text: String, json: String) throws
    {
        #expect(try ControlJSON.text(of: text) == json)
        #expect(try ControlJSON.read(String.self, from: json.utf8) == text)
    }

    @Test func `an absent value is null and not a missing key`() throws {
        struct Absences: Encodable {
            var text: String?
            var flag: Bool?
            var number: Int?
            var list: [String]?
        }
        #expect(
            try ControlJSON.text(of: Absences())
                == #"{"text": null, "flag": null, "number": null, "list": null}"#
        )
    }

    @Test func `what is written can be read back`() throws {
        let message = WhyMessage(
            ritual: "date-night",
            title: "Date night",
            date: "2026-01-09",
            zone: "America/Denver",
            occurrences: [
                .init(
                    occurrence: Self.occurrence.occurrence,
                    start: Self.occurrence.start,
                    end: Self.occurrence.end,
                    state: .done,
                    decisions: [
                        .init(
                            stage: "start",
                            partner: "alex",
                            due: "2026-01-10T02:00:00Z",
                            at: "2026-01-10T02:00:00Z",
                            decision: "fired",
                            reason: "in time",
                            nudge: "0f",
                            channels: ["stdout"]
                        )
                    ],
                    outcomes: [.init(outcome: "done", at: "2026-01-10T05:00:00Z")],
                    deliveries: [
                        DeliveryMessage(
                            id: 7,
                            nudge: "0f",
                            ritual: "date-night",
                            title: "Date night",
                            occurrence: Self.occurrence.occurrence,
                            stage: "start",
                            partner: "alex",
                            channel: "stdout",
                            state: "delivered",
                            attempts: 1,
                            updated: "2026-01-10T02:00:00Z",
                            zone: "America/Denver"
                        )
                    ],
                    ahead: [.init(stage: "follow_up", partner: "sam", due: "2026-01-10T17:00:00Z")]
                )
            ]
        )
        for layout in [ControlJSON.Layout.compact, .indented] {
            let text = try ControlJSON.text(of: message, layout)
            #expect(try ControlJSON.read(WhyMessage.self, from: text.utf8) == message)
        }
    }

    @Test func `a key that a newer daemon adds is passed over`() throws {
        let text = #"{"channel": "phone", "type": "webhook", "detail": "HTTP 204", "new": [1]}"#
        let message = try ControlJSON.read(SendTestMessage.self, from: text.utf8)
        #expect(message == SendTestMessage(channel: "phone", type: "webhook", detail: "HTTP 204"))
    }

    @Test(arguments: [
        (#"{"occurrence": null}"#, "the body is not as expected: 'ritual' is missing"),
        (#"{"ritual": null}"#, "the body is not as expected: 'ritual' is null"),
        (#"{"ritual": 7}"#, "the body is not as expected: 'ritual' is of another type"),
        (#"{"ritual": "#, "the body is not as expected: it is not JSON"),
        ("", "the body is not as expected: it is not JSON"),
    ])
    func `a body that cannot be read is a bad request with the place`(
        body: String,
        detail: String
    ) throws {
        let problem = #expect(throws: Problem.self) {
            try ControlJSON.readRequest(OutcomeRequest.self, from: body.utf8)
        }
        #expect(problem == Problem(.badRequest, detail: detail))
    }
}
