import Testing

@Suite struct RitualDiagnosticsTests {
    /// A daily ritual `r` with more keys from line 4 on.
    private static func ritual(_ name: String, _ keys: String, _ expected: String...) -> ConfigCase
    {
        ConfigCase(
            name,
            "[[ritual]]\nid = \"r\"\nschedule = { every = \"day\", at = \"19:00\" }\n\(keys)\n",
            expected: expected
        )
    }

    static let keys = [
        ritual(
            "a mistyped key",
            "durration = \"3h\"",
            "4:1: error: ritual[r].durration: unknown key; did you mean 'duration'?"
        ),
        ritual(
            "a key of the schedule",
            "at = \"19:00\"",
            "4:1: error: ritual[r].at: unknown key here; it goes into 'schedule', "
                + "such as schedule = { every = \"day\", at = \"19:00\" }"
        ),
        ritual(
            "another way that makes no sense",
            "channels = [\"stdout\"]\nelse = [\"stdout\", \"phnoe\"]\nelse_after = \"1 day\"",
            "5:9: error: ritual[r].else: 'stdout' is in 'channels' too, and gets it at once; "
                + "leave it out of one of them",
            "5:19: error: ritual[r].else: there is no channel 'phnoe'",
            "6:14: error: ritual[r].else_after: '1 day' is not between '1m' and '24h'"
        ),
        ritual(
            "another way that is no list",
            "else = \"stdout\"\nelse_after = true",
            "4:8: error: ritual[r].else: expected a list of channel names, not 'stdout'",
            "5:14: error: ritual[r].else_after: expected a length such as '90m', '3h', '2 days' or "
                + "'P3W', not true"
        ),
        ritual(
            "a blank title",
            "title = \" \"",
            "4:9: error: ritual[r].title: is blank; leave the key out instead"
        ),
        ritual(
            "a title that is too long",
            "title = \"\(String(repeating: "x", count: 201))\"",
            "4:9: error: ritual[r].title: 201 characters are more than 200"
        ),
        ritual(
            "a prompt that is no list, of which a log says no words",
            "prompts = \"What hurt you?\"",
            "4:11: error: ritual[r].prompts: expected a list of strings, not a string"
        ),
        ritual(
            "prompts that are no texts",
            "prompts = [\"one\", 2]",
            "4:19: error: ritual[r].prompts: expected a string, not the integer 2"
        ),
        ritual(
            "lengths that are none",
            "duration = \"-3h\"\nlate_within = \"soon\"\nflex = \"101 years\"",
            "4:12: error: ritual[r].duration: '-3h' is negative",
            "5:15: error: ritual[r].late_within: expected a length such as '90m', '3h', '2 days' "
                + "or 'P3W', not 'soon'",
            "6:8: error: ritual[r].flex: '101 years' is longer than 100 years"
        ),
        ritual(
            "a ladder with rungs that are wrong",
            "remind = [\"3d\", \"90m\", \"1h 30m\", \"-1h\", 0]",
            "4:24: error: ritual[r].remind: 90m before the start is listed twice",
            "4:34: error: ritual[r].remind: '-1h' is negative",
            "4:41: error: ritual[r].remind: expected a length such as '90m', '3h', '2 days' or "
                + "'P3W', not the integer 0"
        ),
        ritual(
            "a ladder of too many rungs",
            "remind = [\((1...33).map { "\"\($0)m\"" }.joined(separator: ", "))]",
            "4:10: error: ritual[r].remind: 33 lengths before the start are more than 32"
        ),
        ritual(
            "a nag without a question, and in pieces",
            "nag = { every = \"30s\", at_mst = 2 }",
            "4:7: error: ritual[r].nag.at_most: missing: how often, such as 2",
            "4:17: error: ritual[r].nag.every: '30s' is shorter than 1m",
            "4:24: error: ritual[r].nag.at_mst: unknown key; did you mean 'at_most'?"
        ),
        ritual(
            "a nag without a question",
            "nag = { every = \"1d\", at_most = 2 }",
            "4:1: error: ritual[r].nag: asks the question of 'follow_up' again; "
                + "give 'follow_up' too"
        ),
        ritual(
            "a nag too often",
            "follow_up = \"1h\"\nnag = { every = \"1d\", at_most = 101 }",
            "5:33: error: ritual[r].nag.at_most: 101 is not between 1 and 100"
        ),
        ritual(
            "words that are none of those allowed",
            "needs = \"booth\"\nsensitivity = \"hidden\"\nurgent = \"yes\"",
            "4:9: error: ritual[r].needs: expected one of 'both', 'all', 'anyone' "
                + "or a number of partners, not 'booth'; did you mean 'both'?",
            "5:15: error: ritual[r].sensitivity: expected one of 'public', 'private', "
                + "'secret', not 'hidden'",
            "6:10: error: ritual[r].urgent: expected true or false, not 'yes'"
        ),
        ritual(
            "a kind that there is not",
            "kind = \"getway\"",
            "4:8: error: ritual[r].kind: expected one of 'date', 'talk', 'touch', 'getaway', "
                + "'milestone', 'step', 'other', not 'getway'; did you mean 'getaway'?"
        ),
        ritual(
            "another repeat than there is",
            "repeat = \"after dinner\"",
            "4:10: error: ritual[r].repeat: expected one of 'after done', not 'after dinner'; "
                + "did you mean 'after done'?"
        ),
        ritual(
            "names that nobody has",
            "partners = [\"alx\"]\nchannels = [\"stdot\"]\nabsorbed_by = [\"s\", \"trip\"]",
            "4:13: error: ritual[r].partners: there is no partner 'alx'; did you mean 'alex'?",
            "5:13: error: ritual[r].channels: there is no channel 'stdot'; "
                + "did you mean 'stdout'?",
            "6:16: error: ritual[r].absorbed_by: there is no ritual 's'",
            "6:21: error: ritual[r].absorbed_by: there is no ritual 'trip'"
        ),
        ritual(
            "a wrong option on a ritual that is switched off",
            "enabled = false\nneeds = \"one\"",
            "5:9: error: ritual[r].needs: expected one of 'both', 'all', 'anyone' "
                + "or a number of partners, not 'one'"
        ),
        ritual(
            "more partners than there may be",
            "needs = 0",
            "4:9: error: ritual[r].needs: 0 is not between 1 and 100"
        ),
        ritual(
            "a ritual that absorbs itself",
            "absorbed_by = [\"r\"]",
            "4:16: error: ritual[r].absorbed_by: 'r' cannot absorb itself"
        ),
        ritual(
            "a ritual that has itself silent, and one that nobody keeps",
            "quiets = [\"r\", \"chek-in\"]",
            "4:11: error: ritual[r].quiets: 'r' cannot have itself silent",
            "4:16: error: ritual[r].quiets: there is no ritual 'chek-in'"
        ),
        ritual(
            "a step that is there twice, and a time of day for hours",
            "remind = [{ before = \"2w\", step = \"book\" }, { before = \"1w\", step = \"book\" },\n"
                + "  { before = \"2h\", step = \"go\", at = \"12:00\" }]",
            "4:45: error: ritual[r].remind: there is a step 'book' already",
            "5:33: error: ritual[r].remind.at: goes with days, weeks or months before the start; "
                + "2h before it is a time already"
        ),
    ]

    static let whole = [
        ConfigCase(
            "no id and no time",
            "[[ritual]]\ntitle = \"x\"\n",
            "1:1: error: ritual[#1].id: missing: a short name such as 'date-night'",
            "1:1: error: ritual[#1]: does not say when: give 'schedule', 'trigger' or 'template'"
        ),
        ConfigCase(
            "an id that is reserved",
            "[[ritual]]\nid = \"catch-up\"\ntemplate = \"check-in\"\n",
            "2:6: error: ritual[catch-up].id: 'catch-up' is the name of the daemon's digest"
        ),
        ConfigCase(
            "an id twice",
            "[[ritual]]\ntemplate = \"check-in\"\n[[ritual]]\nid = \"check-in\"\n"
                + "template = \"date\"\n",
            "4:6: error: ritual[check-in].id: there is a ritual 'check-in' already, from line 2"
        ),
        ConfigCase(
            "an id of a plan's ritual",
            "[[plan]]\nuse = \"7-7-7\"\nfrom = 2026-01-09\n[[ritual]]\nid = \"7-7-7-date\"\n"
                + "template = \"date\"\n",
            "5:6: error: ritual[7-7-7-date].id: there is a ritual '7-7-7-date' already, "
                + "from line 2"
        ),
        ConfigCase(
            "a template that does not exist",
            "[[ritual]]\ntemplate = \"chek-in\"\n[[ritual]]\ntemplate = \"7-7-7\"\n",
            "2:12: error: ritual[#1].template: there is no template 'chek-in'; "
                + "did you mean 'check-in'?",
            "4:12: error: ritual[#2].template: there is no template '7-7-7'; it is a plan: "
                + "'[[plan]]' with 'use'"
        ),
        ConfigCase(
            "a schedule and a signal",
            "[[ritual]]\nid = \"r\"\nschedule = { every = \"day\", at = \"19:00\" }\n"
                + "trigger = { signal = \"home\" }\n",
            "4:1: error: ritual[r].trigger: cannot stand beside 'schedule'; "
                + "a ritual has one of them"
        ),
        ConfigCase(
            "a signal that is wrong in every part",
            "[[ritual]]\nid = \"r\"\n[ritual.trigger]\nsignal = \"Both Home\"\n"
                + "between = \"16:00\"\nat_most = \"once\"\n[[ritual]]\nid = \"s\"\ntrigger = {}\n",
            "4:10: error: ritual[r].trigger.signal: 'Both Home' is not made of lowercase letters, "
                + "digits and hyphens, at most 64; did you mean 'both-home'?",
            "5:11: error: ritual[r].trigger.between: expected a span of the day such as "
                + "\"22:30-07:00\", not '16:00'",
            "6:11: error: ritual[r].trigger.at_most: expected a limit such as '1 a day', "
                + "not 'once'",
            "9:11: error: ritual[s].trigger.signal: missing: the name of what happened, "
                + "such as 'both-home'"
        ),
        ConfigCase(
            "a pause that is too short, and what does not go with one",
            "[[ritual]]\nid = \"a\"\ntrigger = { signal = \"x\", returns_after = \"3h\" }\n"
                + "[[ritual]]\nid = \"b\"\n[ritual.trigger]\nsignal = \"x\"\n"
                + "between = \"16:00-21:00\"\nreturns_after = \"24h\"\n"
                + "[[ritual]]\nid = \"c\"\ntrigger = { signal = \"x\", word = \"lighthouse\" }\n",
            "3:43: error: ritual[a].trigger.returns_after: '3h' is not between 24h and 48h",
            "8:1: error: ritual[b].trigger.between: cannot stand beside 'returns_after'; a pause may "
                + "be called at any hour",
            "12:27: error: ritual[c].trigger.word: is the word for a pause; give 'returns_after' too"
        ),
        ConfigCase(
            "a circle of absorptions",
            "[[ritual]]\nid = \"a\"\ntemplate = \"date\"\nabsorbed_by = [\"b\"]\n"
                + "[[ritual]]\nid = \"b\"\ntemplate = \"date\"\nabsorbed_by = [\"c\"]\n"
                + "[[ritual]]\nid = \"c\"\ntemplate = \"date\"\nabsorbed_by = [\"b\"]\n",
            "12:16: error: ritual[c].absorbed_by: goes round in a circle: b → c → b"
        ),
        ConfigCase(
            "signals that absorb and are absorbed",
            "[[ritual]]\nid = \"a\"\ntrigger = { signal = \"x\" }\nabsorbed_by = [\"b\"]\n"
                + "[[ritual]]\nid = \"b\"\ntemplate = \"date\"\nabsorbed_by = [\"a\"]\n",
            "4:16: error: ritual[a].absorbed_by: a ritual on a signal cannot be absorbed",
            "8:16: error: ritual[b].absorbed_by: 'a' happens on a signal, so it cannot absorb",
            "8:16: error: ritual[b].absorbed_by: goes round in a circle: a → b → a"
        ),
        ConfigCase(
            "what is silent meanwhile goes round in no circle, and a signal has nothing silent",
            "[[ritual]]\nid = \"a\"\ntemplate = \"date\"\nabsorbed_by = [\"b\"]\nquiets = [\"b\"]\n"
                + "[[ritual]]\nid = \"b\"\ntemplate = \"date\"\n"
                + "[[ritual]]\nid = \"c\"\ntrigger = { signal = \"x\" }\nquiets = [\"a\"]\n",
            "5:11: error: ritual[a].quiets: goes round in a circle: a → b → a",
            "12:11: error: ritual[c].quiets: a ritual on a signal cannot have others silent"
        ),
        ConfigCase(
            "a broken schedule is not taken for a signal",
            "[[ritual]]\nid = \"a\"\nschedule = { every = \"day\" }\nabsorbed_by = [\"b\"]\n"
                + "[[ritual]]\nid = \"b\"\ntemplate = \"date\"\n",
            "3:12: error: ritual[a].schedule.at: missing: the time of day, "
                + "such as 'at = \"19:00\"'"
        ),
        ConfigCase(
            "one table instead of a list of them",
            "[ritual]\nid = \"a\"\n",
            "1:1: error: ritual: expected '[[ritual]]', not a table"
        ),
        ConfigCase(
            "a list of other things than tables",
            "ritual = [1]\n",
            "1:11: error: ritual[#1]: expected a table, not the integer 1"
        ),
    ]

    @Test(arguments: keys + whole) func `what is wrong with a ritual is said exactly`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
    }
}
