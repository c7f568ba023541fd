import Testing

/// What people write who have not read the manual, and the one message that each gets.
@Suite struct CommonMistakesTests {
    /// A ritual `tea` whose schedule begins in column 1 of line 3.
    private static func tea(_ name: String, _ schedule: String, _ expected: String) -> ConfigCase {
        ConfigCase(name, "[[ritual]]\nid = \"tea\"\nschedule = \(schedule)\n", expected)
    }

    private static let when = "schedule = { every = \"day\", at = \"16:00\" }\n"

    static let quotes = [
        ConfigCase(
            "typographic quotes",
            "[[ritual]]\nid = “tea”\n\(when)",
            "2:6: error: the value of 'id' is in typographic quotes, “…”; "
                + "TOML takes straight ones: \"…\""
        ),
        ConfigCase(
            "typographic single quotes in a list",
            "[[ritual]]\nid = \"tea\"\nremind = [\"2h\", ‘1h’]\n\(when)",
            "3:17: error: the value of 'remind' is in typographic quotes, “…”; "
                + "TOML takes straight ones: \"…\""
        ),
        ConfigCase(
            "a typographic quote at the end",
            "[[ritual]]\nid = \"tea\"\ntitle = \"Tea on the balcony”\n\(when)",
            "3:28: error: the string ends in the typographic quote ”; TOML takes a straight one"
        ),
        ConfigCase(
            "no quotes",
            "[[ritual]]\nid = tea\n\(when)",
            "2:6: error: the value of 'id' has no quotes; write it in straight ones: \"…\""
        ),
        ConfigCase(
            "several words without quotes, which are not repeated",
            "[[ritual]]\nid = \"tea\"\ntitle = 2 cups on the balcony # ours\n\(when)",
            "3:9: error: the value of 'title' has no quotes; write it in straight ones: \"…\""
        ),
        tea(
            "a time without quotes",
            "{ every = \"day\", at = 16:00 }",
            "3:34: error: the value of 'at' has no quotes; write it in straight ones: \"…\""
        ),
        tea(
            "a length without quotes, behind one that has them",
            "{ every = \"day\", at = \"16:00\" }\nremind = [\"2h\", 1h]",
            "4:17: error: the value of 'remind' has no quotes; write it in straight ones: \"…\""
        ),
        ConfigCase(
            "a capital",
            "[[ritual]]\nid = \"tea\"\nurgent = True\n\(when)",
            "3:10: error: the value of 'urgent' is written in lowercase: true"
        ),
        tea(
            "a table in braces over several lines",
            "{\n  every = \"day\",\n  at = \"16:00\",\n}",
            "3:12: error: a table in braces stands on one line, and no comma comes before its '}'; "
                + "or write '[ritual.schedule]' with one key on each line below it"
        ),
        tea(
            "a comma before the brace",
            "{ every = \"day\", at = \"16:00\", }",
            "3:43: error: no comma comes before the '}' of a table in braces"
        ),
    ]

    static let schedules = [
        ConfigCase(
            "a time on the ritual",
            "[[ritual]]\nid = \"tea\"\ntime = \"7pm\"\n",
            "3:1: error: ritual[tea].time: unknown key here; it goes into 'schedule', "
                + "such as schedule = { every = \"day\", at = \"19:00\" }"
        ),
        tea(
            "a time beside the schedule",
            "{ every = \"day\" }\ntime = \"7pm\"",
            "4:1: error: ritual[tea].time: unknown key here; it goes into 'schedule', "
                + "such as schedule = { every = \"day\", at = \"19:00\" }"
        ),
        tea(
            "a step beside the schedule",
            "{ at = \"16:00\" }\nevery = \"day\"",
            "4:1: error: ritual[tea].every: unknown key here; it goes into 'schedule', "
                + "such as schedule = { every = \"day\", at = \"19:00\" }"
        ),
        tea(
            "another word for a key of the schedule",
            "{ every = \"day\", at = \"16:00\", days = \"weekdays\" }",
            "3:43: error: ritual[tea].schedule.days: unknown key; did you mean 'on'?"
        ),
        tea(
            "an American time",
            "{ every = \"day\", at = \"7pm\" }",
            "3:34: error: ritual[tea].schedule.at: expected a time such as \"19:00\", not '7pm'; "
                + "did you mean \"19:00\"?"
        ),
        tea(
            "other times",
            "{ every = \"day\", at = [\"12:30 A.M.\", \"8.15\", \"16h\", \"noon\", \"13pm\"] }",
            expected: [
                "3:35: error: ritual[tea].schedule.at: expected a time such as \"19:00\", "
                    + "not '12:30 A.M.'; did you mean \"00:30\"?",
                "3:49: error: ritual[tea].schedule.at: expected a time such as \"19:00\", "
                    + "not '8.15'; did you mean \"08:15\"?",
                "3:57: error: ritual[tea].schedule.at: expected a time such as \"19:00\", "
                    + "not '16h'; did you mean \"16:00\"?",
                "3:64: error: ritual[tea].schedule.at: expected a time such as \"19:00\", "
                    + "not 'noon'; did you mean \"12:00\"?",
                "3:72: error: ritual[tea].schedule.at: expected a time such as \"19:00\", "
                    + "not '13pm'",
            ]
        ),
        tea(
            "an adverb",
            "{ every = \"daily\", at = \"16:00\" }",
            "3:22: error: ritual[tea].schedule.every: expected a step such as 'day', '2 days', "
                + "'week', '7 weeks', 'month', 'year' or '6 hours', not 'daily'; "
                + "did you mean 'day'?"
        ),
        tea(
            "a weekday for a step",
            "{ every = \"friday\", at = \"16:00\" }",
            "3:22: error: ritual[tea].schedule.every: 'friday' is no step; "
                + "write every = \"week\", on = \"fri\""
        ),
        tea(
            "weekdays for a step",
            "{ every = \"weekday\", at = \"16:00\" }",
            "3:22: error: ritual[tea].schedule.every: 'weekday' is no step; "
                + "write every = \"day\", on = \"weekdays\""
        ),
        tea(
            "a weekday in the plural",
            "{ every = \"week\", on = \"Fridays\", at = \"16:00\" }",
            "3:35: error: ritual[tea].schedule.on: expected a weekday such as 'fri', or "
                + "'weekdays' or 'weekend', not 'Fridays'; did you mean 'friday'?"
        ),
        tea(
            "a weekday of a month",
            "{ every = \"month\", on = \"fri\", at = \"16:00\" }",
            "3:31: error: ritual[tea].schedule.on: weekdays go with weeks; the first Friday of each "
                + "month is rrule = \"FREQ=MONTHLY;BYDAY=1FR\" in place of 'every' and 'on', the "
                + "last one BYDAY=-1FR"
        ),
        tea(
            "a weekday of every third month",
            "{ every = \"3 months\", on = \"sun\", at = \"16:00\" }",
            "3:34: error: ritual[tea].schedule.on: weekdays go with weeks; the first Sunday of "
                + "every 3 months is rrule = \"FREQ=MONTHLY;INTERVAL=3;BYDAY=1SU\" in place of "
                + "'every' and 'on', the last one BYDAY=-1SU"
        ),
    ]

    static let others = [
        ConfigCase(
            "a preset for a type",
            "[channel.phone]\ntype = \"ntfy\"\nurl = \"https://ntfy.example/us\"\n",
            "2:8: error: channel.phone.type: 'ntfy' is a preset of type 'webhook'; "
                + "write type = \"webhook\" and preset = \"ntfy\""
        ),
        ConfigCase(
            "an offset for a zone",
            "[household]\ntime_zone = \"UTC+2\"\n",
            "2:13: error: household.time_zone: there is no time zone 'UTC+2'; an offset knows no "
                + "summer time: name a city, such as 'Europe/Lisbon', or 'Etc/GMT-2' (its sign is "
                + "turned round) for the offset alone"
        ),
        ConfigCase(
            "an offset with minutes",
            "[household]\ntime_zone = \"+05:30\"\n",
            "2:13: error: household.time_zone: there is no time zone '+05:30'; an offset knows no "
                + "summer time: name a city, such as 'Europe/Lisbon'"
        ),
    ]

    private static func tea(
        _ name: String,
        _ schedule: String,
        expected: [String]
    ) -> ConfigCase {
        ConfigCase(
            name,
            "[[ritual]]\nid = \"tea\"\nschedule = \(schedule)\n",
            expected: expected
        )
    }

    @Test(arguments: quotes + schedules + others)
    func `one message says what is wrong and what is right, and no other comes`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
    }
}
