import CivilTime
import Household
import Settings
import SystemZones
import Testing

@Suite struct HouseholdTests {
    @Test func `what a config leaves out has its default`() throws {
        let config = try readConfig("[[ritual]]\ntemplate = \"check-in\"\n" + ConfigCase.couple)
        #expect(config.diagnostics.isEmpty)
        let household = try #require(config.household)
        #expect(household.zone.identifier == "America/Denver")
        #expect(household.togetherSince == nil)
        #expect(household.partners.map(\.name) == ["Alex", "Sam"])
        #expect(household.partners.allSatisfy { $0.quietHours == nil && $0.channels == nil })
        #expect(household.partners.allSatisfy { $0.tone == .plain && $0.zone == household.zone })
        #expect(
            household.channels == [
                Channel(id: "stdout", kind: .stdout(StandardOutputSettings()))
            ]
        )
        let ritual = try #require(household.rituals.first)
        #expect(ritual.id == "check-in")
        #expect(ritual.ladder == Ladder())
        #expect(ritual.needs == .anyone && ritual.sensitivity == .public)
        #expect(ritual.isEnabled && !ritual.isUrgent)
        #expect(ritual.partners == nil && ritual.channels == nil && ritual.flex == nil)
    }

    @Test func `what is kept how long, whether streaks count, and what a secret ritual is called`()
        throws
    {
        let plain = try #require(try readConfig(ConfigCase.couple).household)
        #expect(plain.streaks)
        #expect(plain.keep == nil && plain.discreetTitle == "A reminder")
        let chosen = try readConfig(
            "[household]\nkeep = \"2 years\"\nstreaks = false\ndiscreet_title = \"Us\"\n"
                + ConfigCase.couple
                + "[[ritual]]\ntemplate = \"check-in\"\nsensitivity = \"secret\"\n"
        )
        let household = try #require(chosen.household, "\(chosen.diagnostics)")
        #expect(!household.streaks)
        #expect(household.keep == Span(months: 24) && household.discreetTitle == "Us")
        #expect(household.rituals.map(\.sensitivity) == [.secret])
    }

    @Test func `a channel shows so much, and is somebody's or everybody's`() throws {
        let config = """
            [channel.desk]
            type = "desktop"
            [channel.sams]
            type = "desktop"
            partner = "sam"
            [channel.mail]
            type = "mail"
            url = "smtp://localhost"
            from = "us@example.org"
            to = "us@example.org"
            show = "discreet"
            [channel.out]
            type = "stdout"
            show = "titles"
            """ + ConfigCase.couple
        let anybody = try #require(readConfig(config).household)
        #expect(anybody.channels.map(\.partner) == [nil, "sam", nil, nil])
        #expect(anybody.channels.map(\.show) == [.all, .all, .discreet, .titles])
        #expect(anybody.partners.map { anybody.channels(for: $0).first } == ["desk", "desk"])
        // The desktop of a machine is whose machine it is, unless it says so itself.
        let read = try readConfig("[machine]\npartner = \"alex\"\n" + config)
        #expect(read.diagnostics.isEmpty && read.machine == Machine(partner: "alex"))
        let alexs = try #require(read.household)
        #expect(alexs.channels.map(\.partner) == ["alex", "sam", nil, nil])
        #expect(
            alexs.partners.map(alexs.channels(for:))
                == [["desk", "mail", "out"], ["sams", "mail", "out"]]
        )
        #expect(alexs.partners(on: "sams").map(\.id) == ["sam"])
    }

    @Test(arguments: [
        ("keep = \"29 days\"", "keep: '29 days' is shorter than 30d"),
        ("keep = \"-2 years\"", "keep: '-2 years' is negative"),
        ("quiet_hours = \"22:30-07:00:10\"", "quiet_hours: 07:00:10 is not a whole minute"),
        ("discreet_title = \" \"", "discreet_title: is blank"),
        ("discreet_title = \"a\\tb\"", "discreet_title: holds the control character U+0009"),
        (
            "discreet_title = \"\(String(repeating: "x", count: 61))\"",
            "discreet_title: 61 characters are more than 60"
        ),
    ])
    func `what cannot be kept or called so is refused`(_ line: String, _ message: String) throws {
        let found = try readConfig("[household]\n\(line)\n" + ConfigCase.couple).diagnostics
        #expect(found.contains { "\($0)".contains(message) }, "\(found)")
    }

    @Test func `a household has ten thousand rituals at most, with those of its plans`() throws {
        func config(_ count: Int) throws -> ReadConfig {
            let rituals = (0..<count).map {
                "[[ritual]]\nid = \"r-\($0)\"\nschedule = { every = \"day\", at = \"19:00\" }\n"
            }
            let plan = "[[plan]]\nuse = \"7-7-7\"\nfrom = 2026-01-09\n"
            return try readConfig(ConfigCase.couple + rituals.joined() + plan)
        }
        #expect(try config(9_997).household?.rituals.count == 10_000)
        let crowded = try config(9_998)
        #expect(crowded.household == nil)
        #expect(
            crowded.diagnostics.map(\.message) == [
                "10001 rituals, those of plans among them, are more than 10000"
            ]
        )
        #expect(try config(10_001).diagnostics.map(\.message) == ["10001 are more than 10000"])
    }

    @Test func `partners take the household's zone and quiet hours or their own`() throws {
        let config = try readConfig(
            """
            [household]
            time_zone = "Europe/Dublin"
            together_since = 2026-01-17
            quiet_hours = "22:30-07:00"
            [[partner]]
            id = "alex"
            [[partner]]
            id = "sam-k"
            name = "Sämi"
            time_zone = "Europe/Lisbon"
            quiet_hours = "23:00 - 08:00"
            tone = "spacious"
            matrix = "@sam:matrix.example"
            channels = ["stdout"]
            """
        )
        let household = try #require(config.household)
        #expect(household.togetherSince?.description == "2026-01-17")
        let (alex, sam) = (household.partners[0], household.partners[1])
        #expect(alex.zone.identifier == "Europe/Dublin")
        #expect(alex.quietHours?.description == "22:30-07:00")
        #expect(sam.name == "Sämi")
        #expect(sam.zone.identifier == "Europe/Lisbon")
        #expect(sam.quietHours?.description == "23:00-08:00")
        #expect(sam.tone == .spacious)
        #expect(sam.matrix == "@sam:matrix.example")
        #expect(sam.channels == ["stdout"])
    }

    @Test func `channels come in the order of the config, with their settings`() throws {
        let config = try readConfig(
            """
            [channel.zoo]
            type = "webhook"
            preset = "ntfy"
            url = "https://ntfy.example/us"
            token = { credential = "ntfy" }
            secret = { file = "/etc/secret" }
            timeout = "2m"
            [channel.out]
            type = "stdout"
            format = "json"
            [channel.lamp]
            type = "command"
            run = ["blink", "--slowly"]
            [channel.desk]
            type = "desktop"
            [channel.log]
            type = "journal"
            """ + ConfigCase.couple
        )
        let url = Secret("https://ntfy.example/us")
        #expect(
            config.household?.channels == [
                Channel(
                    id: "zoo",
                    kind: .webhook(
                        WebhookSettings(
                            url: url,
                            preset: .ntfy,
                            token: .credential("ntfy"),
                            secret: .file("/etc/secret"),
                            timeout: .seconds(120)
                        )
                    )
                ),
                Channel(id: "out", kind: .stdout(StandardOutputSettings(format: .json))),
                Channel(
                    id: "lamp",
                    kind: .command(CommandSettings(arguments: ["blink", "--slowly"]))
                ),
                Channel(id: "desk", kind: .desktop(DesktopSettings())),
                Channel(id: "log", kind: .journal),
            ]
        )
    }

    @Test func `what the buttons of a desktop do is taken`() throws {
        let config = try readConfig(
            """
            [channel.desk]
            type = "desktop"
            later = "1h"
            open = ["foot", "ritualctl", "why", "{ritual}"]
            """ + ConfigCase.couple
        )
        let settings = DesktopSettings(
            later: .seconds(3_600),
            open: ["foot", "ritualctl", "why", "{ritual}"]
        )
        #expect(config.household?.channels == [Channel(id: "desk", kind: .desktop(settings))])
    }

    @Test func `every key of a ritual is taken`() throws {
        let config = try readConfig(
            """
            [[ritual]]
            id = "date-night"
            kind = "date"
            title = "Date night"
            body = "Off\\nyou go"
            prompts = ["One?", "Two?"]
            schedule = { every = "week", on = "fri", at = "19:00", from = 2026-01-09 }
            duration = "3h"
            remind = ["0m", "2h", "3d"]
            follow_up = "12h"
            nag = { every = "1d", at_most = 2 }
            late_within = "24h"
            flex = "2 days"
            absorbed_by = ["bigger"]
            needs = "both"
            sensitivity = "public"
            urgent = true
            enabled = false
            partners = ["sam"]
            channels = ["stdout"]
            [[ritual]]
            id = "bigger"
            schedule = { every = "7 weeks", at = 17:00:00, from = 2026-01-30 }
            """ + ConfigCase.couple
        )
        let household = try #require(config.household)
        let ritual = try #require(household.ritual("date-night"))
        #expect(ritual.kind == .date)
        #expect(ritual.title == "Date night")
        #expect(ritual.body == "Off\nyou go")
        #expect(ritual.prompts == ["One?", "Two?"])
        #expect(ritual.duration == Span(seconds: 10_800))
        #expect(ritual.ladder.rungs.map(\.stage.description) == ["lead:3d", "lead:2h", "start"])
        #expect(ritual.ladder.followUp == Span(seconds: 43_200))
        #expect(ritual.ladder.nag == Nag(interval: Span(days: 1), atMost: 2))
        #expect(ritual.lateWithin == Span(seconds: 86_400))
        #expect(ritual.flex == Span(days: 2))
        #expect(ritual.absorbedBy == ["bigger"])
        #expect(ritual.needs == .all && ritual.sensitivity == .public)
        #expect(ritual.isUrgent && !ritual.isEnabled)
        #expect(ritual.partners == ["sam"] && ritual.channels == ["stdout"])
        #expect(household.ritual("bigger")?.title == "Bigger")
    }

    @Test func `a template gives what the config does not, and keeps the task of a step`() throws {
        let config = try readConfig(
            """
            [[ritual]]
            template = "date"
            id = "ours"
            remind = ["2h", "1h"]
            follow_up = false
            """ + ConfigCase.couple
        )
        let ritual = try #require(config.household?.ritual("ours"))
        let known = CatalogueReader(
            catalogue: .builtIn,
            zones: SystemZoneDatabase(),
            zone: ritual.zone
        )
        let original = try #require(known.practice(named: "date")).ritual
        #expect(ritual.title == original.title)
        #expect(ritual.occasion == original.occasion)
        #expect(ritual.ladder.followUp == nil)
        #expect(ritual.ladder.rungs.map(\.before) == [Span(seconds: 7_200), Span(seconds: 3_600)])
        #expect(ritual.ladder.rungs[0].task != nil)
        #expect(ritual.ladder.rungs[1].task == nil)
    }

    @Test func `a ritual is of the kind that it, its template or its plan says`() throws {
        let config = try readConfig(
            """
            [household]
            together_since = 2026-01-17
            [[ritual]]
            id = "update-day"
            schedule = { every = "week", on = "mon", at = "19:00" }
            [[ritual]]
            template = "check-in"
            [[ritual]]
            template = "check-in"
            id = "breakfast"
            kind = "date"
            [[ritual]]
            template = "date"
            [[plan]]
            use = "7-7-7"
            from = 2026-01-09
            [[plan]]
            use = "3-6-9"
            leave_out = ["month-6", "month-9"]
            """ + ConfigCase.couple
        )
        let rituals = try #require(config.household?.rituals, "\(config.diagnostics)")
        #expect(
            rituals.map { "\($0.id) \($0.kind)" } == [
                "update-day other", "check-in talk", "breakfast date", "date date",
                "7-7-7-date date", "7-7-7-getaway getaway", "7-7-7-trip getaway",
                "3-6-9-month-3 milestone", "3-6-9-anniversary milestone",
            ]
        )
    }

    @Test func `a signal is taken with its window and limit`() throws {
        let config = try readConfig(
            """
            [[ritual]]
            id = "home-again"
            trigger = { signal = "both-home", between = "16:00-21:00", at_most = "1 a day" }
            """ + ConfigCase.couple
        )
        let ritual = try #require(config.household?.ritual("home-again"))
        guard case .signal(let trigger) = ritual.occasion else {
            Issue.record("not on a signal")
            return
        }
        #expect(trigger.signal == "both-home")
        #expect(trigger.between?.description == "16:00-21:00")
        #expect(trigger.atMostPerDay == 1)
    }

    @Test func `the practice of a pause keeps its length where the config gives it a word`() throws
    {
        let config = try readConfig(
            """
            [[ritual]]
            template = "timeout"
            trigger = { word = "lighthouse" }
            [[ritual]]
            id = "own"
            trigger = { signal = "stop", returns_after = "1d12h", at_most = "2 a day" }
            """ + ConfigCase.couple
        )
        let rituals = try #require(config.household?.rituals, "\(config.diagnostics)")
        #expect(
            rituals.map(\.occasion) == [
                .signal(
                    Trigger(
                        signal: "timeout",
                        pause: PauseTerms(word: "lighthouse", returnsAfter: .seconds(86_400))
                    )
                ),
                .signal(
                    Trigger(
                        signal: "stop",
                        atMostPerDay: 2,
                        pause: PauseTerms(returnsAfter: .seconds(129_600))
                    )
                ),
            ]
        )
    }

    @Test func `plans become rituals among the others, in the order of the config`() throws {
        let config = try readConfig(
            """
            [household]
            together_since = 2026-08-31
            [[plan]]
            use = "3-6-9"
            leave_out = ["month-6"]
            partners = ["sam"]
            [[ritual]]
            template = "check-in"
            [[plan]]
            use = "7-7-7"
            id = "ours"
            from = 2026-01-09
            enabled = false
            """ + ConfigCase.couple
        )
        let household = try #require(config.household)
        #expect(
            household.rituals.map(\.id) == [
                "3-6-9-month-3", "3-6-9-month-9", "3-6-9-anniversary", "check-in",
                "ours-date", "ours-getaway", "ours-trip",
            ]
        )
        #expect(
            household.rituals.map(\.isEnabled) == [true, true, true, true, false, false, false]
        )
        #expect(household.rituals[0].partners == ["sam"])
        #expect(household.rituals[3].partners == nil)
        #expect(household.rituals[4].absorbedBy == ["ours-getaway", "ours-trip"])
    }
}
