import Settings
import Testing

@Suite struct LocationsTests {
    @Test(
        arguments: [
            (["XDG_CONFIG_HOME": "/c", "HOME": "/h"], "/c/rituald/config.toml"),
            (["XDG_CONFIG_HOME": "", "HOME": "/h/"], "/h/.config/rituald/config.toml"),
            (["XDG_CONFIG_HOME": "rel", "HOME": "/h"], "/h/.config/rituald/config.toml"),
            (["HOME": "h"], nil), ([:], nil),
        ]
    )
    func `the config lies where XDG says`(_ environment: [String: String], _ path: String?) {
        #expect(Locations.configFile(in: environment) == path)
    }

    @Test(
        arguments: [
            (["STATE_DIRECTORY": "/s/a:/s/b", "XDG_STATE_HOME": "/x"], "/s/a"),
            (["XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/rituald"),
            (["HOME": "/h"], "/h/.local/state/rituald"), ([:], nil),
        ]
    )
    func `the state lies where systemd or XDG says`(
        _ environment: [String: String],
        _ path: String?
    ) {
        #expect(Locations.stateDirectory(in: environment) == path)
    }

    @Test func `the socket lies in the runtime directory`() {
        #expect(
            Locations.controlSocket(in: ["XDG_RUNTIME_DIR": "/run/user/1000"])
                == "/run/user/1000/rituald/control.sock"
        )
        #expect(Locations.controlSocket(in: ["HOME": "/h"]) == nil)
    }
}
