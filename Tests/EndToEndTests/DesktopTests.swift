import Glibc
import TestKit
import Testing

/// The desktop channel with notification servers that come, go and are clicked on.
@Suite(.timeLimit(.minutes(3)))
struct DesktopTests {
    private static let desk = "\n[channel.desk]\ntype = \"desktop\"\nlater = \"10m\"\n"
    private static let config =
        TestConfig.household + desk
        + TestConfig.daily("walk", at: "19:00", #"sensitivity = "public""#)
        + TestConfig.daily("tea", at: "19:35", #"sensitivity = "public""#)
    private static let evening = FakeClock("2026-01-09 18:59:58")
    private static let later = FakeClock("2026-01-09 19:20:00")

    /// A home whose ledger was begun at noon.
    private static func home() async throws -> DaemonHome {
        let home = try DaemonHome(config: config)
        try await home.settle(at: "2026-01-09 12:00:00")
        return home
    }

    private static func title(_ text: String) -> @Sendable ([JSON]) -> Bool {
        { $0.count > 3 && $0[3] == .text(text) }
    }

    @Test func `a click on Done becomes the outcome, and the notification closes`() async throws {
        let home = try await Self.home()
        let bus = try await SessionBus(in: home.folder)
        let screen = try await DunstDesktop(on: bus, in: home.folder, picking: "Done")
        let dunst = try await screen.start()
        defer { dunst.end() }
        let daemon = try await home.start(
            at: Self.evening,
            environment: SessionBus.environment(in: home.folder)
        )
        let shown = try await bus.message("Notify", where: Self.title("Walk"))
        #expect(shown[4] == "It is time.")

        try await screen.click(.menu)
        try await bus.message("ActionInvoked") { $0.last == "done" }
        try await bus.message("CloseNotification")
        try await bus.message("NotificationClosed")
        let why = try await home.ritualctl("why", "walk", "2026-01-09", "--json")
        let outcomes = JSON(text: why.text)?["occurrences"].elements.first?["outcomes"].elements
        #expect(outcomes?.count == 1, "\(why)")
        #expect(outcomes?.first?["outcome"] == "done", "\(why)")
        #expect(outcomes?.first?["partner"] == "alex", "\(why)")
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `where both have to say done, one notification asks each of them`() async throws {
        let home = try DaemonHome(
            config: TestConfig.household + "\n[[partner]]\nid = \"sam\"\nname = \"Sam\"\n"
                + Self.desk
                + TestConfig.daily(
                    "walk",
                    at: "19:00",
                    "needs = \"both\"\nsensitivity = \"public\""
                )
        )
        try await home.settle(at: "2026-01-09 12:00:00")
        let bus = try await SessionBus(in: home.folder)
        let screen = try await DunstDesktop(on: bus, in: home.folder, picking: "Done: Sam")
        let dunst = try await screen.start()
        defer { dunst.end() }
        let daemon = try await home.start(
            at: Self.evening,
            environment: SessionBus.environment(in: home.folder)
        )
        let shown = try await bus.message("Notify", where: Self.title("Walk · Alex and Sam"))
        #expect(
            shown[5].elements
                == [
                    "done:alex", "Done: Alex", "done:sam", "Done: Sam", "later", "Later", "skip",
                    "Skip",
                ]
        )
        try await screen.click(.menu)
        _ = try await daemon.log.first { $0.contains("done: walk@2026-01-09T19:00, said by sam") }
        let rest = try await bus.message("Notify", where: Self.title("Walk · Alex"))
        #expect(rest[5].elements == ["done", "Done", "later", "Later", "skip", "Skip"])

        try screen.pick("Done")
        try await screen.click(.menu)
        _ = try await daemon.log.first { $0.contains("done: walk@2026-01-09T19:00, said by alex") }
        try await bus.message("CloseNotification")
        #expect(try await daemon.stop() == .status(0))
        #expect(bus.messages("Notify").count == 2)
    }

    @Test func `what is open is shown again after a restart of dunst and of the daemon`()
        async throws
    {
        let home = try await Self.home()
        let bus = try await SessionBus(in: home.folder)
        let screen = try await DunstDesktop(on: bus, in: home.folder, picking: "Done")
        let environment = SessionBus.environment(in: home.folder)
        let first = try await screen.start()
        let daemon = try await home.start(at: Self.evening, environment: environment)
        try await bus.message("Notify", where: Self.title("Walk"))
        try await home.awaitDelivered(daemon.nudge(of: "walk")["id"], on: "desk")

        var seen = bus.position
        first.end()
        _ = try await first.exit()
        let second = try await screen.start()
        defer { second.end() }
        let again = try await bus.message("Notify", from: seen, where: Self.title("Walk"))
        #expect(again[1] == 0)

        seen = bus.position
        #expect(try await daemon.stop() == .status(0))
        // Once it is closed, so that the click below meets the one that comes after it.
        try await bus.message("NotificationClosed", from: seen)
        let next = try await home.start(at: Self.later, environment: environment)
        try await bus.message("Notify", from: seen, where: Self.title("Walk"))

        // Put out of sight it stays so, while the next one is shown.
        try await screen.click(.putAway)
        _ = try await next.log.first { $0.contains("put out of sight: walk@") }
        #expect(try await next.stop() == .status(0))
        seen = bus.position
        let last = try await home.start(
            at: FakeClock("2026-01-09 19:34:58"),
            environment: environment
        )
        try await bus.message("Notify", from: seen, where: Self.title("Tea"))
        #expect(try await last.stop() == .status(0))
        #expect(bus.messages("Notify").count(where: Self.title("Walk")) == 3)
    }

    @Test func `a nudge waits for a bus and a server, without an attempt, and Later puts it off`()
        async throws
    {
        let home = try await Self.home()
        let environment = SessionBus.environment(in: home.folder)
        let daemon = try await home.start(at: Self.evening, environment: environment)
        _ = try await daemon.nudge(of: "walk")
        let outbox = try await home.ritualctl("outbox", "list", "--json")
        let waiting = JSON(text: outbox.text)?.elements.first { $0["channel"] == "desk" }
        #expect(waiting?["state"] == "pending", "\(outbox)")
        #expect(waiting?["attempts"] == 0, "\(outbox)")

        let bus = try await SessionBus(in: home.folder)
        let server = try await MockedDesktop(on: bus, in: home.folder)
        try await bus.message("Notify", where: Self.title("Walk"))
        try await home.awaitDelivered(daemon.nudge(of: "walk")["id"], on: "desk")
        try await server.press("later", on: 1)
        _ = try await daemon.log.first { $0.contains("snoozed: walk@2026-01-09T19:00, said by") }
        try await bus.message("CloseNotification") { $0 == [1] }
        let why = try await home.ritualctl("why", "walk", "2026-01-09")
        #expect(why.text.contains("snooze"), "\(why)")
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `a program that only says that it shows notifications is not believed`() async throws
    {
        let home = try await Self.home()
        let environment = SessionBus.environment(in: home.folder)
        let bus = try await SessionBus(in: home.folder)
        let server = try await MockedDesktop(on: bus, in: home.folder)
        let daemon = try await home.start(at: Self.evening, environment: environment)
        try await bus.message("Notify", where: Self.title("Walk"))
        try await home.awaitDelivered(daemon.nudge(of: "walk")["id"], on: "desk")

        let forged = try await CommandResult.of(
            "/usr/bin/python3",
            ["-c", Self.forgery, try #require(bus.sender(of: "Notify"))],
            environment: environment
        )
        #expect(forged.exit == .status(0), "\(forged)")
        try await bus.message("NameOwnerChanged") { $0.last == .text(forged.text) }
        try await bus.message("ActionInvoked") { $0.last == "done" }
        try await server.press("skip", on: 1)
        _ = try await daemon.log.first { $0.contains("skipped: walk@2026-01-09T19:00, said by") }
        #expect(!daemon.log.events.contains { $0.contains("done: walk") })
        #expect(try await daemon.stop() == .status(0))
    }

    /// Says to one peer that it owns the name now, and that its notification was answered; its own name is
    /// what it prints.
    private static let forgery = """
        import sys, dbus, dbus.lowlevel
        bus = dbus.SessionBus()
        def say(path, interface, member, signature, *arguments):
            message = dbus.lowlevel.SignalMessage(path, interface, member)
            message.set_destination(sys.argv[1])
            message.append(signature=signature, *arguments)
            bus.send_message(message)
        name = "org.freedesktop.Notifications"
        own = bus.get_unique_name()
        say("/org/freedesktop/DBus", "org.freedesktop.DBus", "NameOwnerChanged", "sss", name, "", own)
        say("/org/freedesktop/Notifications", name, "ActionInvoked", "us", 1, "done")
        bus.flush()
        print(own)
        """

    @Test func `a bus that dies and comes back is used again`() async throws {
        let home = try await Self.home()
        let environment = SessionBus.environment(in: home.folder)
        let first = try await SessionBus(in: home.folder)
        let mock = try await MockedDesktop(on: first, in: home.folder)
        let daemon = try await home.start(at: Self.evening, environment: environment)
        try await first.message("Notify", where: Self.title("Walk"))
        try await home.awaitDelivered(daemon.nudge(of: "walk")["id"], on: "desk")
        try await first.stop()
        try await mock.kill()

        let second = try await SessionBus(in: home.folder)
        let server = try await MockedDesktop(on: second, in: home.folder)
        let again = try await second.message("Notify", where: Self.title("Walk"))
        #expect(again[1] == 0)
        try await server.press("skip", on: 1)
        _ = try await daemon.log.first { $0.contains("skipped: walk@2026-01-09T19:00, said by") }
        #expect(try await daemon.stop() == .status(0))
    }

    @Test func `what is taken back is shown again at once`() async throws {
        let home = try await Self.home()
        let bus = try await SessionBus(in: home.folder)
        let server = try await MockedDesktop(on: bus, in: home.folder)
        let daemon = try await home.start(
            at: Self.evening,
            environment: SessionBus.environment(in: home.folder)
        )
        try await bus.message("Notify", where: Self.title("Walk"))
        try await home.awaitDelivered(daemon.nudge(of: "walk")["id"], on: "desk")
        try await server.press("done", on: 1)
        try await bus.message("CloseNotification") { $0 == [1] }
        let seen = bus.position
        let undone = try await home.ritualctl("undo", "walk")
        #expect(undone.exit == .status(0), "\(undone)")
        try await bus.message("Notify", from: seen, where: Self.title("Walk"))
        #expect(try await daemon.stop() == .status(0))
    }

    @Test
    func `what was answered where the desktop could not be told is taken away by a later run`()
        async throws
    {
        let home = try await Self.home()
        let environment = SessionBus.environment(in: home.folder)
        let bus = try await SessionBus(in: home.folder)
        let server = try await MockedDesktop(on: bus, in: home.folder)
        let first = try await home.start(at: Self.evening, environment: environment)
        try await bus.message("Notify", where: Self.title("Walk"))
        try await home.awaitDelivered(first.nudge(of: "walk")["id"], on: "desk")
        first.kill()
        _ = try await first.process.exit()

        // A run without a session hears the word, and is killed before anybody could act on it.
        let second = try await home.start(at: FakeClock("2026-01-09 19:10:00"))
        let done = try await home.ritualctl("done", "walk", "--partner", "alex")
        #expect(done.exit == .status(0), "\(done)")
        let outbox = try await home.ritualctl("outbox", "list")
        #expect(outbox.text.contains("recalling"), "\(outbox)")
        second.kill()
        _ = try await second.process.exit()

        let seen = bus.position
        let third = try await home.start(at: Self.later, environment: environment)
        try await bus.message("CloseNotification", from: seen) { $0 == [1] }
        #expect(try await third.stop() == .status(0))
        #expect(bus.messages("Notify").count == 1)
        withExtendedLifetime(server) {}
    }

    @Test func `after a kill the next run takes the place of what is still shown`() async throws {
        let home = try await Self.home()
        let environment = SessionBus.environment(in: home.folder)
        let bus = try await SessionBus(in: home.folder)
        let server = try await MockedDesktop(on: bus, in: home.folder)
        let daemon = try await home.start(at: Self.evening, environment: environment)
        try await bus.message("Notify", where: Self.title("Walk"))
        try await home.awaitDelivered(daemon.nudge(of: "walk")["id"], on: "desk")
        daemon.kill()
        _ = try await daemon.process.exit()

        let seen = bus.position
        let next = try await home.start(at: Self.later, environment: environment)
        let again = try await bus.message("Notify", from: seen, where: Self.title("Walk"))
        #expect(again[1] == 1)
        // A new config keeps the connection, so nothing flickers and every button still works.
        next.reload()
        _ = try await next.log.first { $0.contains("config reloaded") }
        try await server.press("done", on: 1)
        _ = try await next.log.first { $0.contains("done: walk@2026-01-09T19:00, said by") }
        try await server.press("done", on: 1)
        try await bus.message("CloseNotification", from: seen) { $0 == [1] }
        #expect(try await next.stop() == .status(0))
        #expect(bus.messages("Notify").count == 2)
    }
}
