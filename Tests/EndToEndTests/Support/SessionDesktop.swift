import TestKit
import Testing

/// dunst in a user's session, on a display that nobody sees, with everything that is said to it.
struct SessionDesktop {
    private static let calls = "tail -f -n +1 desktop/calls"
    private let session: UserSession

    /// Starts display and dunst, and awaits that it can be told something; `picking` is the word of the action
    /// that is picked in its menu.
    ///
    /// It cancels the test where dunst or the display is not installed.
    init(in session: UserSession, picking: String) async throws {
        try DunstDesktop.cancelWhereMissing()
        self.session = session
        try await Self.run(
            """
            mkdir desktop
            printf '#!/bin/sh\\nexec grep -F %s\\n' '\(picking)' >desktop/menu
            chmod 0700 desktop/menu
            cat >desktop/dunstrc <<END
            \(DunstDesktop.config(menu: "$HOME/desktop/menu"))
            END
            busctl --user --json=short monitor >desktop/calls 2>desktop/monitor </dev/null &
            Xvfb -displayfd 1 -screen 0 800x600x24 -nolisten tcp >desktop/number 2>/dev/null </dev/null &
            """,
            in: session
        )
        _ = try await session.line(with: "Monitoring", of: "tail -f -n +1 desktop/monitor")
        _ = try await session.line(with: "", of: "tail -f -n +1 desktop/number")
        try await Self.run(
            """
            export DISPLAY=:$(cat desktop/number)
            dunst -conf desktop/dunstrc >desktop/dunst 2>&1 </dev/null &
            """,
            in: session
        )
        _ = try await session.line(with: "\"\(MockedDesktop.name)\",\"\",\":", of: Self.calls)
    }

    private static func run(_ command: String, in session: UserSession) async throws {
        let result = try await session.run(command)
        #expect(result.exit == .status(0), "\(result)")
    }

    /// Awaits the first message on the bus that holds a text, and returns its arguments.
    func message(with text: String) async throws -> [JSON] {
        let line = try await session.line(with: text, of: Self.calls)
        return try #require(JSON(text: line), "\(line)")["payload"]["data"].elements
    }

    /// Picks in the menu of the notification that is to be seen.
    func pick() async throws {
        try await Self.run(
            """
            xdotool search --sync --onlyvisible --class Dunst \
                mousemove 100 20 click \(DunstDesktop.Click.menu.rawValue)
            """,
            in: session
        )
    }

    /// The titles and bodies of what dunst showed and no longer shows.
    func history() async throws -> [(title: String?, body: String?)] {
        let history = try await session.run("dunstctl history")
        let shown = try #require(JSON(text: history.text), "\(history)")["data"].elements.first
        return (shown?.elements ?? []).map {
            ($0["summary"]["data"].string, $0["body"]["data"].string)
        }
    }
}
