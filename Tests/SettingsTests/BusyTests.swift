import CivilTime
import Household
import Testing

@testable import Settings

/// The calendars that say when a partner is busy.
@Suite struct BusyTests {
    /// A partner whose `busy` begins in column 8 of line 3.
    private static func busy(_ name: String, _ list: String, _ expected: String...) -> ConfigCase {
        ConfigCase(name, "[[partner]]\nid = \"kim\"\nbusy = \(list)\n", expected: expected)
    }

    static let cases = [
        busy(
            "one text",
            #""work.ics""#,
            "3:8: error: partner[kim].busy: expected a list of calendars, not 'work.ics'"
        ),
        busy(
            "a folder",
            #"["~/calendars/"]"#,
            "3:9: error: partner[kim].busy: expected a file such as \"~/calendars/work.ics\", an address such "
                + "as \"https://cloud.example/me.ics\", or an address that is kept as a secret: "
                + "{ credential = \"NAME\" } or { file = \"/PATH\" }, not '~/calendars/'"
        ),
        busy(
            "plain http",
            #"["http://cloud.example/me.ics"]"#,
            "3:9: error: partner[kim].busy: plain http can be read on its way; use https",
            "3:9: warning: partner[kim].busy: whoever reads the config can read the calendar at this "
                + "address; { credential = \"NAME\" } keeps it apart"
        ),
        busy(
            "another protocol",
            #"["ftp://cloud.example/me.ics"]"#,
            "3:9: error: partner[kim].busy: the address begins with neither 'http://' nor 'https://'"
        ),
        busy(
            "twice the same",
            #"["a.ics", "a.ics"]"#,
            "3:18: error: partner[kim].busy: the same calendar is listed twice"
        ),
        busy(
            "a secret that names no place",
            "[{ credentials = \"x\" }]",
            "3:9: error: partner[kim].busy: does not say where the secret is kept; give "
                + "{ credential = \"NAME\" } or { file = \"/PATH\" }",
            "3:11: error: partner[kim].busy.credentials: unknown key; did you mean 'credential'?"
        ),
        ConfigCase(
            "a buffer of a day",
            "[[partner]]\nid = \"kim\"\nbuffer = \"1 day\"\n",
            "3:10: error: partner[kim].buffer: 1d is longer than 12h"
        ),
    ]

    @Test(arguments: cases) func `what is wrong with a calendar is said exactly`(_ one: ConfigCase)
        throws
    {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
    }

    @Test func `files, addresses and secrets are read`() throws {
        let text = """
            [[partner]]
            id = "kim"
            buffer = "1h"
            busy = ["work.ics", "/srv/kim.ics", "webcal://cloud.example/me.ics", { credential = "kim-calendar" }]

            """
        let kim = try #require(readConfig(text + ConfigCase.couple).household?.partner("kim"))
        #expect(
            kim.busy == [
                .file("work.ics"), .file("/srv/kim.ics"),
                .address(Secret("https://cloud.example/me.ics")),
                .secret(.credential("kim-calendar")),
            ]
        )
        #expect(kim.buffer.seconds == 3_600)
    }
}
