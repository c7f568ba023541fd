import Foundation
import Glibc
import TestKit
import Testing

/// dunst on a display that nobody sees, and a mouse to click with.
final class DunstDesktop: Sendable {
    /// What each mouse button does on a notification.
    enum Click: String {
        /// Opens the menu of actions, in which the test picks one.
        case menu = "2"
        case putAway = "3"
    }

    private let display: ChildProcess
    private let number: String
    private let bus: SessionBus
    private let folder: TemporaryFolder
    private let config: String

    /// Starts the display; `picking` is the word of the action that is picked in the menu.
    ///
    /// It cancels the test where dunst or the display is not installed.
    init(on bus: SessionBus, in folder: TemporaryFolder, picking: String) async throws {
        try Self.cancelWhereMissing()
        self.bus = bus
        self.folder = folder
        let menu = try Self.menu(picking: picking, in: folder)
        config = try folder.write(Self.config(menu: menu), to: "dunstrc")
        display = try ChildProcess(
            "/usr/bin/Xvfb",
            ["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"],
            environment: ["PATH": "/usr/bin:/bin"]
        )
        number = try await display.output.first()
    }

    /// What dunst is told, with a program that picks an action of its menu.
    static func config(menu: String) -> String {
        """
        [global]
        origin = top-left
        offset = 0x0
        width = 400
        dmenu = \(menu)
        mouse_middle_click = context
        mouse_right_click = close_current
        [urgency_normal]
        timeout = 0
        """
    }

    /// Writes the program that picks the action of a word in the menu.
    private static func menu(picking word: String, in folder: TemporaryFolder) throws -> String {
        let menu = try folder.write("#!/bin/sh\nexec grep -F '\(word)'\n", to: "menu")
        chmod(menu, 0o700)
        return menu
    }

    /// Lets the next click pick another action.
    func pick(_ word: String) throws {
        _ = try Self.menu(picking: word, in: folder)
    }

    static func cancelWhereMissing() throws {
        let programs = ["/usr/bin/Xvfb", "/usr/bin/dunst", "/usr/bin/xdotool"]
        if let missing = programs.first(where: { access($0, X_OK) != 0 }) {
            try Test.cancel("\(missing) is not installed")
        }
    }

    deinit {
        // Asked to end, it takes its lock away.
        display.send(SIGTERM)
    }

    private var environment: [String: String] {
        SessionBus.environment(in: folder).merging([
            "DISPLAY": ":\(number)", "HOME": folder.path, "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
        ]) { $1 }
    }

    /// Starts dunst and awaits that it can be told something.
    func start() async throws -> ChildProcess {
        let seen = bus.position
        let dunst = try ChildProcess(
            "/usr/bin/dunst",
            ["-conf", config],
            environment: environment
        )
        try await bus.owner(of: MockedDesktop.name, from: seen)
        return dunst
    }

    /// Has dunst keep back what it is told, or show it.
    func pause(_ isPaused: Bool) async throws {
        let paused = try await CommandResult.of(
            "/usr/bin/dunstctl",
            ["set-paused", "\(isPaused)"],
            environment: environment
        )
        #expect(paused.exit == .status(0), "\(paused)")
    }

    /// Clicks on the notification, once it is to be seen.
    func click(_ click: Click) async throws {
        let clicked = try await CommandResult.of(
            "/usr/bin/xdotool",
            ["search", "--sync", "--onlyvisible", "--class", "Dunst"]
                + ["mousemove", "100", "20", "click", click.rawValue],
            environment: environment
        )
        #expect(clicked.exit == .status(0), "\(clicked)")
    }
}
