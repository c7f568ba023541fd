import Household
import Settings
import Testing

@Suite struct HouseholdDiagnosticsTests {
    static let household = [
        ConfigCase(
            "an unknown key, with the nearest one",
            "[household]\ntogether_snce = 2026-01-17\n",
            "2:1: error: household.together_snce: unknown key; did you mean 'together_since'?"
        ),
        ConfigCase(
            "an unknown key that is like none",
            "[household]\n\"mood ring\" = 1\n",
            "2:1: error: household.'mood ring': unknown key; "
                + "allowed: time_zone, together_since, quiet_hours, keep, streaks, discreet_title"
        ),
        ConfigCase(
            "an unknown table",
            "[houshold]\n[[rituals]]\n",
            "1:2: error: houshold: unknown key; did you mean 'household'?",
            "2:3: error: rituals: unknown key; did you mean 'ritual'?"
        ),
        ConfigCase(
            "a machine at which nobody of that name sits",
            "[machine]\npartner = \"alx\"\n",
            "2:11: error: machine.partner: there is no partner 'alx'; did you mean 'alex'?"
        ),
        ConfigCase(
            "a machine with other keys than it has",
            "[machine]\npartners = [\"alex\"]\n[[ritual]]\ntemplate = \"check-in\"\n",
            "2:1: error: machine.partners: unknown key; did you mean 'partner'?"
        ),
        ConfigCase(
            "a machine that is none, and a partner that is none",
            "machine = \"alex\"\n",
            "1:11: error: machine: expected the table '[machine]', not 'alex'"
        ),
        ConfigCase(
            "a list of those who sit at a machine",
            "machine.partner = [\"alex\"]\n",
            "1:19: error: machine.partner: expected the id of a partner, not a list"
        ),
        ConfigCase(
            "a zone that does not exist",
            "household.time_zone = \"America/Denvr\"\n",
            "1:23: error: household.time_zone: there is no time zone 'America/Denvr'; "
                + "did you mean 'America/Denver'?"
        ),
        ConfigCase(
            "a city instead of a zone",
            "household = { time_zone = 'lisbon' }\n",
            "1:27: error: household.time_zone: there is no time zone 'lisbon'; "
                + "did you mean 'Europe/Lisbon'?"
        ),
        ConfigCase(
            "a zone outside of the database",
            "[household]\ntime_zone = \"../../etc/passwd\"\n",
            "2:13: error: household.time_zone: there is no time zone '../../etc/passwd'"
        ),
        ConfigCase(
            "a date in quotes",
            "[household]\ntogether_since = \"2026-01-17\"\n",
            "2:18: error: household.together_since: expected a date such as 2026-01-09, "
                + "not '2026-01-17'; write it without quotes"
        ),
        ConfigCase(
            "a date with a time",
            "[household]\ntogether_since = 2026-01-17T10:00:00Z\n",
            "2:18: error: household.together_since: expected a date such as 2026-01-09, "
                + "not a date-time with an offset"
        ),
        ConfigCase(
            "quiet hours of no length",
            "[household]\nquiet_hours = \"22:30-22:30\"\n",
            "2:15: error: household.quiet_hours: '22:30-22:30' is empty: "
                + "it ends at the time it begins"
        ),
        ConfigCase(
            "quiet hours that are no hours",
            "[household]\nquiet_hours = \"22:30 to 7\"\n",
            "2:15: error: household.quiet_hours: expected a span of the day such as "
                + "\"22:30-07:00\", not '22:30 to 7'"
        ),
        ConfigCase(
            "a list where a table is due",
            "[[household]]\n",
            "1:1: error: household: expected the table '[household]', not a list"
        ),
    ]

    static let partners = [
        ConfigCase(
            "another way that leads to somebody else",
            "[[partner]]\nid = \"kim\"\nchannels = [\"a\"]\nelse = [\"a\", \"b\", \"c\"]\n"
                + "[[partner]]\nid = \"robin\"\nelse = [\"b\"]\nelse_after = \"30s\"\n"
                + "[channel.a]\ntype = \"journal\"\n"
                + "[channel.b]\ntype = \"journal\"\npartner = \"alex\"\n",
            "4:14: error: partner[kim].else: 'b' is not among the 'channels' of 'kim'; add it there too",
            "4:19: error: partner[kim].else: there is no channel 'c'",
            "7:9: error: partner[robin].else: 'b' is the channel of 'alex'",
            "8:14: error: partner[robin].else_after: '30s' is not between '1m' and '24h'"
        ),
        ConfigCase(
            "an id twice",
            "[[partner]]\nid = \"alex\"\n",
            "5:6: error: partner[alex].id: 'alex' is already the partner of line 2"
        ),
        ConfigCase(
            "an id in capitals",
            "[[partner]]\nid = \"Robin_K\"\n",
            "2:6: error: partner[#1].id: 'Robin_K' is not made of lowercase letters, digits and "
                + "hyphens, at most 64; did you mean 'robin-k'?"
        ),
        ConfigCase(
            "no id",
            "[[partner]]\nname = \"Kim\"\n",
            "1:1: error: partner[#1].id: missing: a short name such as 'alex'"
        ),
        ConfigCase(
            "a name with a control character",
            "[[partner]]\nid = \"kim\"\nname = \"\\u001b[31mKim\"\n",
            "3:8: error: partner[kim].name: holds the control character U+001B; it is one line"
        ),
        ConfigCase(
            "a Matrix id without its server",
            "[[partner]]\nid = \"kim\"\nmatrix = \"@kim\"\n",
            "3:10: error: partner[kim].matrix: '@kim' is not a Matrix id such as "
                + "'@alex:matrix.example'"
        ),
        ConfigCase(
            "one Matrix id for two",
            "[[partner]]\nid = \"kim\"\nmatrix = \"@us:a.example\"\n"
                + "[[partner]]\nid = \"lee\"\nmatrix = \"@us:a.example\"\n",
            "6:10: error: partner[lee].matrix: '@us:a.example' is already the partner of line 3"
        ),
        ConfigCase(
            "an unknown tone",
            "[[partner]]\nid = \"kim\"\ntone = \"reasuring\"\n",
            "3:8: error: partner[kim].tone: expected one of 'plain', 'reassuring', 'spacious', "
                + "'literal', not 'reasuring'; did you mean 'reassuring'?"
        ),
        ConfigCase(
            "an unknown channel",
            "[[partner]]\nid = \"kim\"\nchannels = [\"desk\", \"x\"]\n[channel.desk-1]\n"
                + "type = \"desktop\"\n",
            "3:13: error: partner[kim].channels: there is no channel 'desk'; "
                + "did you mean 'desk-1'?",
            "3:21: error: partner[kim].channels: there is no channel 'x'"
        ),
        ConfigCase(
            "channels that are no list",
            "[[partner]]\nid = \"kim\"\nchannels = \"desk\"\n",
            "3:12: error: partner[kim].channels: expected a list of channel names, not 'desk'"
        ),
        ConfigCase(
            "a channel twice",
            "[[partner]]\nid = \"kim\"\nchannels = [\n  \"stdout\",\n  \"stdout\",\n]\n",
            "5:3: error: partner[kim].channels: 'stdout' is listed twice"
        ),
    ]

    @Test(arguments: household + partners) func `what is wrong with the couple is said exactly`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
    }

    @Test func `a household without partners is refused, with one it is doubted`() throws {
        #expect(
            try readConfig("").diagnostics.map(\.description) == [
                "c.toml:1:1: error: partner: missing: a household has partners; "
                    + "add '[[partner]]' with an id for each"
            ]
        )
        let alone = try readConfig("[[partner]]\nid = \"alex\"\n")
        #expect(alone.household?.partners.map(\.name) == ["Alex"])
        #expect(
            alone.diagnostics.map(\.description) == [
                "c.toml:2:6: warning: partner[alex].id: the household has one partner only"
            ]
        )
    }
}
