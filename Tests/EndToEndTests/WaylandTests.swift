import Foundation
import Glibc
import TestKit
import Testing

/// The desktop channel with the notification servers of Wayland, on a compositor without a screen.
@Suite(.timeLimit(.minutes(3)), .serialized)
struct WaylandTests {
    private static let config =
        TestConfig.household + "\n[channel.desk]\ntype = \"desktop\"\n"
        + TestConfig.daily("walk", at: "19:00", #"sensitivity = "public""#)
    private static let journal = "journalctl -f -n all -o cat --user-unit rituald"
    private static let calls = "tail -f -n +1 calls"
    /// A nudge that is shown; dconf, where swaync keeps its state, has a signal of the same name.
    private static let notify = "\"interface\":\"\(MockedDesktop.name)\",\"member\":\"Notify\""

    /// A notification server, and how its own client switches *do not disturb*.
    struct Server: Sendable, CustomTestStringConvertible {
        let name: String
        let quiet: String
        let loud: String
        var testDescription: String { name }

        static let mako = Server(
            name: "mako",
            quiet: "makoctl mode -a do-not-disturb",
            loud: "makoctl mode -r do-not-disturb"
        )
        static let swaync = Server(
            name: "swaync",
            quiet: "swaync-client --dnd-on",
            loud: "swaync-client --dnd-off"
        )
    }

    /// A session in which the server runs, or none where something is not installed.
    private static func session(with server: Server) async throws -> UserSession {
        for program in ["sway", server.name] where access("/usr/bin/\(program)", X_OK) != 0 {
            try Test.cancel("/usr/bin/\(program) is not installed")
        }
        let session = try await UserSession(
            config: config,
            clock: FakeClock("2026-01-09 12:00:00")
        )
        // sway writes its socket's name down once it listens there.
        let display = try await session.run(
            """
            echo 'exec echo $WAYLAND_DISPLAY >display' >sway.conf
            export WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER=pixman
            sway -c sway.conf >sway.log 2>&1 </dev/null &
            export WAYLAND_DISPLAY=$(head -n 1 < <(tail -F -n +1 display 2>/dev/null))
            busctl --user --json=short monitor >calls 2>monitor </dev/null &
            grep -m 1 Monitoring < <(tail -F -n +1 monitor 2>/dev/null)
            \(server.name) >server.log 2>&1 </dev/null &
            grep -m 1 '"\(MockedDesktop.name)","",":' < <(tail -f -n +1 calls)
            systemctl --user start rituald
            """
        )
        #expect(display.exit == .status(0), "\(display)")
        return session
    }

    private static func does(_ command: String, in session: UserSession) async throws {
        let result = try await session.run(command)
        #expect(result.exit == .status(0), "\(result)")
    }

    // Of a minute, after which a mako that tells no change is asked again, a second passes.
    @Test(arguments: [Server.mako, .swaync])
    func `do not disturb holds a nudge until it is switched off`(_ server: Server) async throws {
        let session = try await Self.session(with: server)
        try await Self.does(server.quiet, in: session)
        try await session.start(at: FakeClock("2026-01-09 18:59:00", speed: 60))
        let held = try await session.line(with: "not yet: walk@", of: Self.journal)
        #expect(held.hasSuffix("do not disturb is on"), "\(held)")
        let before = try await session.run("grep -c '\(Self.notify)' calls")
        #expect(before.output == ["0"], "\(before)")
        try await Self.does(server.loud, in: session)
        let shown = try await session.line(with: Self.notify, of: Self.calls)
        #expect(shown.contains("\"Walk\""), "\(shown)")
        try await session.stop()
    }

    @Test func `an action of mako becomes the outcome, and the notification closes`() async throws {
        let session = try await Self.session(with: .mako)
        try await session.start(at: FakeClock("2026-01-09 18:59:58"))
        _ = try await session.line(with: Self.notify, of: Self.calls)
        try await Self.does(
            "until makoctl list | grep -q '\"Walk\"'; do :; done; makoctl invoke done",
            in: session
        )
        let said = try await session.line(with: "said by", of: Self.journal)
        #expect(said == "done: walk@2026-01-09T19:00, said by alex on 'desk'")
        _ = try await session.line(with: "\"member\":\"NotificationClosed\"", of: Self.calls)
        let listed = try await session.run("makoctl list")
        #expect(!listed.text.contains("\"Walk\""), "\(listed)")
        try await session.stop()
    }
}
