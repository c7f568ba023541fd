import CivilTime
import SystemZones
import Household
import Testing

@testable import Settings

/// `[calendar]`.
@Suite struct CalendarTargetTests {
    private func read(_ lines: String) throws -> ReadConfig {
        try readConfig("[calendar]\n\(lines)\n" + ConfigCase.couple)
    }

    @Test func `says which file is written, and what is in it`() throws {
        var target = CalendarTarget(file: "/srv/rituals.ics")
        #expect(try read("file = \"/srv/rituals.ics\"").machine.calendar == target)
        target.show = .discreet
        target.alarms = true
        let lines = "file = \"/srv/rituals.ics\"\nshow = \"discreet\"\nalarms = true"
        #expect(try read(lines).machine.calendar == target)
    }

    @Test func `a path begins at the home, or beside the config`() throws {
        let reader = ConfigReader(
            zones: SystemZoneDatabase(),
            systemZone: .utc,
            calendars: CalendarFiles(in: ["HOME": "/home/alex"])
        )
        for (given, path) in [
            ("~/public/rituals.ics", "/home/alex/public/rituals.ics"),
            ("rituals.ics", "/etc/rituals/rituals.ics"),
        ] {
            let text = "[calendar]\nfile = \"\(given)\"\n\n[[partner]]\nid = \"kim\"\n"
            let config = reader.read(text, file: "/etc/rituals/config.toml")
            #expect(config.machine.calendar?.file == path, "\(config.diagnostics)")
        }
    }

    @Test(arguments: [
        ("", "does not say where: give 'file', such as '/srv/www/rituals.ics'"),
        ("file = \"~/rituals.ics\"", "'~/rituals.ics' cannot be found: HOME is not set"),
        ("file = \"/a\"\npartner = \"kim\"", "kim"), ("file = \"/a\"\nshow = \"some\"", "some"),
        ("file = \"/a\"\nalarm = true", "alarms"),
    ])
    func `has errors with their place`(lines: String, message: String) throws {
        let config = try read(lines)
        #expect(config.household == nil)
        #expect(
            config.diagnostics.contains { $0.message.contains(message) },
            "\(config.diagnostics)"
        )
    }
}
