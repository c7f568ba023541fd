import CivilTime
import Household
import Settings
import SystemZones
import TestKit
import Testing

@Suite struct UsualChannelsTests {
    private func read(
        _ text: String,
        environment: [String: String] = [:],
        isTerminal: Bool = false,
        isAdvising: Bool = false
    ) -> ReadConfig {
        ConfigReader(
            zones: SystemZoneDatabase(),
            systemZone: .utc,
            usualChannels: UsualChannels(environment: environment, isTerminal: isTerminal),
            isAdvising: isAdvising
        ).read(text + ConfigCase.couple, file: "c.toml")
    }

    private static let bus = ["DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus"]

    @Test(arguments: [
        (false, false, ["stdout"]), (false, true, ["stdout"]), (true, false, ["desktop"]),
        (true, true, ["desktop", "stdout"]),
    ])
    func `a config without channels has those that can be seen where it is kept`(
        hasBus: Bool,
        isTerminal: Bool,
        channels: [String]
    ) {
        let config = read("", environment: hasBus ? Self.bus : [:], isTerminal: isTerminal)
        #expect(config.household?.channels.map(\.id) == channels)
    }

    @Test func `the bus of a user's session is found without a variable of its own`() throws {
        let folder = try TemporaryFolder()
        let environment = ["XDG_RUNTIME_DIR": folder.path]
        #expect(read("", environment: environment).household?.channels.map(\.id) == ["stdout"])
        try folder.write("", to: "bus")
        #expect(read("", environment: environment).household?.channels.map(\.id) == ["desktop"])
    }

    @Test func `what is not there can be named all the same`() {
        let text = "[[ritual]]\ntemplate = \"check-in\"\nchannels = [\"stdout\", \"desktop\"]\n"
        #expect(read(text, environment: Self.bus).diagnostics.isEmpty)
        #expect(read(text, isTerminal: true).diagnostics.isEmpty)
    }

    @Test func `the usual desktop is whose machine it is`() {
        let config = read("[machine]\npartner = \"alex\"\n", environment: Self.bus)
        #expect(config.household?.channels.map(\.partner) == ["alex"])
    }

    static let unseen = [
        ConfigCase(
            "standard output alone",
            "[channel.out]\ntype = \"stdout\"\n",
            "1:10: warning: channel.out: as a service this is the journal, where nobody sees a "
                + "nudge, and 'alex' and 'sam' have no other channel; '[channel.desktop]' with "
                + "type = \"desktop\" is seen"
        ),
        ConfigCase(
            "beside the journal, and one of the two has a desktop",
            "[channel.out]\ntype = \"stdout\"\n[channel.log]\ntype = \"journal\"\n"
                + "[channel.screen]\ntype = \"desktop\"\npartner = \"sam\"\n",
            "1:10: warning: channel.out: as a service this is the journal, where nobody sees a "
                + "nudge, and 'alex' has no other channel; '[channel.desktop]' with "
                + "type = \"desktop\" is seen"
        ),
        ConfigCase(
            "no channel at all",
            "",
            "1:1: warning: channel: as a service this is the journal, where nobody sees a "
                + "nudge, and 'alex' and 'sam' have no other channel; '[channel.desktop]' with "
                + "type = \"desktop\" is seen"
        ),
        ConfigCase(
            "beside a desktop",
            "[channel.out]\ntype = \"stdout\"\n[channel.screen]\ntype = \"desktop\"\n"
        ),
    ]

    private static let walk =
        "[[ritual]]\nid = \"walk\"\nschedule = { every = \"day\", at = \"19:00\" }\n"

    @Test(arguments: unseen)
    func `that nobody sees a nudge there is said to who checks a service`(_ one: ConfigCase) {
        let text = one.text + Self.walk
        let found = read(text, isAdvising: true).diagnostics.map(\.description)
        #expect(found == one.expected.map { "c.toml:\($0)" }, "\(found)")
        #expect(read(text).diagnostics.isEmpty)
    }

    @Test(arguments: ["", walk + "enabled = false\n"])
    func `that there is nothing to keep is said with what to do`(_ rituals: String) {
        let text = "[channel.screen]\ntype = \"desktop\"\n" + rituals
        let found = read(text, isAdvising: true).diagnostics.map(\.description)
        #expect(
            found == [
                "c.toml:1:1: warning: ritual: there is none to be kept yet; "
                    + "'ritualctl add check-in' adds one"
            ]
        )
        #expect(read(text).diagnostics.isEmpty)
    }
}
