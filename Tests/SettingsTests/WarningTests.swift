import Settings
import Testing

@Suite struct WarningTests {
    private static func date(_ id: String, _ keys: String = "") -> String {
        "[[ritual]]\nid = \"\(id)\"\n\(keys)"
            + "schedule = { every = \"week\", on = \"fri\", at = \"19:00\" }\n"
    }

    private static func matrix(_ name: String, _ keys: String) -> String {
        "[channel.\(name)]\ntype = \"webhook\"\npreset = \"matrix\"\nurl = \"https://matrix.example\"\n"
            + "token = { credential = \"matrix\" }\nroom = \"!us:matrix.example\"\nlisten = true\n"
            + keys
    }

    static let cases = [
        ConfigCase(
            "a ritual that never happens",
            "[[ritual]]\nid = \"r\"\n"
                + "schedule = { rrule = \"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\", at = \"10:00\" }\n",
            "3:12: warning: ritual[r].schedule: this ritual never happens"
        ),
        ConfigCase(
            "a ritual that nobody can be told of",
            "[[ritual]]\ntemplate = \"check-in\"\nchannels = []\n"
                + "[[ritual]]\ntemplate = \"date\"\npartners = []\n",
            "3:12: warning: ritual[check-in].channels: names none, so nobody is told",
            "6:12: warning: ritual[date].partners: names none, so nobody is told"
        ),
        ConfigCase(
            "a ritual that does not reach one of them",
            "[channel.desk]\ntype = \"desktop\"\n[channel.out]\ntype = \"stdout\"\n"
                + "[[partner]]\nid = \"kim\"\nchannels = [\"desk\"]\n"
                + "[[ritual]]\ntemplate = \"check-in\"\nchannels = [\"out\"]\n",
            "9:12: warning: ritual[check-in]: no channel carries this ritual to 'kim'"
        ),
        ConfigCase(
            "a machine that reaches only one of them, once and not for each ritual",
            "[machine]\npartner = \"alex\"\n[channel.desk]\ntype = \"desktop\"\n"
                + "[[ritual]]\ntemplate = \"check-in\"\n[[ritual]]\ntemplate = \"date\"\n"
                + "partners = [\"alex\"]\n",
            "2:11: warning: machine.partner: no channel of this machine reaches 'sam'"
        ),
        ConfigCase(
            "a ritual in the quiet hours of one of them",
            "[[partner]]\nid = \"kim\"\ntime_zone = \"Europe/Lisbon\"\n"
                + "quiet_hours = \"23:00-08:00\"\n[[ritual]]\ntemplate = \"check-in\"\n",
            "6:12: warning: ritual[check-in].schedule: every nudge falls into the quiet hours of "
                + "'kim' (23:00-08:00) and waits until they end"
        ),
        ConfigCase(
            "a flex over the next time",
            "[[ritual]]\ntemplate = \"check-in\"\nflex = \"2 days\"\n",
            "3:8: warning: ritual[check-in].flex: a flex of 2d is longer than the time from one "
                + "to the next"
        ),
        ConfigCase(
            "a nudge before a signal",
            "[[ritual]]\nid = \"r\"\ntrigger = { signal = \"x\" }\nremind = [\"1h\", \"0m\"]\n",
            "2:6: warning: ritual[r].remind: a signal comes unannounced, so nothing is told "
                + "before it"
        ),
        ConfigCase(
            "one lead in two spellings",
            "[[ritual]]\ntemplate = \"check-in\"\nremind = [\"1d\", \"24h\", \"23h\"]\n",
            "3:17: warning: ritual[check-in].remind: 24h before the start is the same time as 1d, "
                + "but where the clocks change; one of them is enough"
        ),
        ConfigCase(
            "a rule that ends before it starts",
            "[[ritual]]\nid = \"r\"\nschedule = { rrule = \"FREQ=DAILY;UNTIL=20260101\", "
                + "at = \"10:00\", from = 2026-02-01 }\n",
            "3:12: warning: ritual[r].schedule: this ritual never happens: its rule ends before it "
                + "starts: UNTIL is 2026-01-01, the start 2026-02-01T10:00"
        ),
        ConfigCase(
            "a plan of which nothing is left",
            "[[plan]]\nuse = \"7-7-7\"\nfrom = 2026-01-09\n"
                + "leave_out = [\"date\", \"getaway\", \"trip\"]\n",
            "4:13: warning: plan[7-7-7].leave_out: leaves nothing of the plan"
        ),
        ConfigCase(
            "a date by its name only, beside milestones",
            "[household]\ntogether_since = 2026-01-17\n[[plan]]\nuse = \"3-6-9\"\n"
                + date("date-night") + date("first-date", "kind = \"other\"\n")
                + date("date-day", "enabled = false\n") + date("update", ""),
            "6:6: warning: ritual[date-night].kind: not given, so a milestone on its day is told "
                + "by itself; 'kind = \"date\"' has them told together"
        ),
        ConfigCase("a date by its name only", date("date-night")),
        ConfigCase(
            "another way to nobody whom the ritual is for",
            "[channel.desk]\ntype = \"desktop\"\n[channel.mine]\ntype = \"stdout\"\npartner = \"alex\"\n"
                + "[channel.out]\ntype = \"journal\"\n"
                + "[[ritual]]\ntemplate = \"check-in\"\npartners = [\"sam\"]\n"
                + "else = [\"out\", \"mine\"]\n"
                + "[[ritual]]\ntemplate = \"date\"\nelse = [\"mine\"]\n",
            "11:16: warning: ritual[check-in].else: 'mine' does not reach 'sam', so nothing goes by it "
                + "where nobody answers"
        ),
        ConfigCase(
            "another way to neither of them",
            "[channel.desk]\ntype = \"desktop\"\n[channel.kims]\ntype = \"stdout\"\npartner = \"kim\"\n"
                + "[[partner]]\nid = \"kim\"\n[[ritual]]\ntemplate = \"check-in\"\n"
                + "partners = [\"alex\", \"sam\"]\nelse = [\"kims\"]\n",
            "11:9: warning: ritual[check-in].else: 'kims' reaches neither 'alex' nor 'sam', so nothing "
                + "goes by it where nobody answers"
        ),
        ConfigCase(
            "reactions of nobody who is known",
            matrix("a", "partner = \"alex\"\n") + matrix("b", "partner = \"kim\"\n")
                + "[[partner]]\nid = \"kim\"\nmatrix = \"@kim:matrix.example\"\n",
            "7:10: warning: channel.a.listen: nobody's reactions are known here; give a partner "
                + "'matrix', such as \"@alex:matrix.example\""
        ),
        ConfigCase(
            "no doubt about what is urgent, switched off, or only partly in quiet hours",
            "[household]\nquiet_hours = \"22:00-07:00\"\n"
                + "[[ritual]]\ntemplate = \"check-in\"\nurgent = true\n"
                + "schedule = { every = \"day\", at = \"23:00\" }\n"
                + "[[ritual]]\nid = \"off\"\nenabled = false\n"
                + "schedule = { every = \"day\", at = \"23:00\" }\n"
                + "[[ritual]]\nid = \"early\"\nremind = [\"8h\", \"0m\"]\n"
                + "schedule = { every = \"day\", at = \"05:00\" }\n"
        ),
    ]

    @Test(arguments: cases) func `what nobody can have meant is a warning`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
        #expect(try readConfig(one.text + ConfigCase.couple).household != nil)
    }

    @Test func `a thousand findings are told, the rest is counted`() throws {
        let keys = (0..<1_500).map { "key\($0) = 1\n" }.joined()
        let config = try readConfig(keys + ConfigCase.couple)
        #expect(config.diagnostics.count == 1_001)
        #expect(config.diagnostics.last?.description == "c.toml: error: 500 more like these")
        #expect(config.household == nil)
    }
}
