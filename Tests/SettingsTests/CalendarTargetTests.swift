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

    @Test func `says at which address it is put, and who logs in there`() throws {
        var upload = CalendarUpload(url: Secret("https://cloud.example/dav/us.ics"))
        let url = "url = \"https://cloud.example/dav/us.ics\""
        #expect(try read(url).machine.calendar == CalendarTarget(upload: upload))
        upload.user = "alex"
        upload.password = .credential("cloud")
        upload.caFile = "/etc/ssl/own.pem"
        let lines = """
            \(url)
            file = "/srv/rituals.ics"
            user = "alex"
            password = { credential = "cloud" }
            ca_file = "/etc/ssl/own.pem"
            """
        let both = CalendarTarget(file: "/srv/rituals.ics", upload: upload)
        #expect(try read(lines).machine.calendar == both)
    }

    @Test(arguments: [
        (
            "",
            "does not say where: give 'file', such as '/srv/www/rituals.ics', or 'url', an address"
        ),
        ("url = \"ftp://a.example/b\"", "the address begins with neither 'https://' nor 'http://'"),
        ("url = \"http://cloud.example/b\"", "plain http can be read on its way; use https"),
        ("url = \"https://me:secret@cloud.example/b\"", "the address holds a name or a password"),
        ("url = \"https://cloud.example/b\"\nuser = \"alex\"", "missing: of the user"),
        (
            "url = \"https://cloud.example/b\"\npassword = { credential = \"x\" }",
            "missing: whose password it is"
        ),
        (
            "file = \"/a\"\nuser = \"alex\"\npassword = { credential = \"x\" }",
            "is of no use without 'url'"
        ),
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
