import Foundation
import TestKit
import Testing

/// Nobody at the machine, nobody who wants to be disturbed, and the machine itself asleep.
@Suite(.timeLimit(.minutes(3)))
struct AbsenceTests {
    private static let evening = FakeClock("2026-01-09 18:59:58")

    /// A home whose ledger was begun at noon; `keys` are those of the desktop.
    private static func home(_ keys: String = "") async throws -> DaemonHome {
        let desk = "\n[channel.desk]\ntype = \"desktop\"\n\(keys)\n"
        let walk = TestConfig.daily("walk", at: "19:00", #"sensitivity = "public""#)
        let home = try DaemonHome(config: TestConfig.household + desk + walk)
        try await home.settle(at: "2026-01-09 12:00:00")
        return home
    }

    private static let isWalk: @Sendable ([JSON]) -> Bool = { $0.count > 3 && $0[3] == "Walk" }

    @Test func `a paused dunst keeps nothing back for ever`() async throws {
        let home = try await Self.home()
        let bus = try await SessionBus(in: home.folder)
        let screen = try await DunstDesktop(on: bus, in: home.folder, picking: "Done")
        let dunst = try await screen.start()
        defer { dunst.end() }
        try await screen.pause(true)
        let daemon = try await home.start(
            at: Self.evening,
            environment: SessionBus.environment(in: home.folder)
        )
        _ = try await daemon.log.first {
            $0.contains("not yet: walk@2026-01-09T19:00") && $0.contains("do not disturb is on")
        }
        let outbox = try await home.ritualctl("outbox", "list", "--json")
        let held = JSON(text: outbox.text)?.elements.first { $0["channel"] == "desk" }
        #expect(held?["state"] == "pending", "\(outbox)")
        #expect(held?["attempts"] == 0, "\(outbox)")
        #expect(held?["detail"] == "do not disturb is on", "\(outbox)")
        let listed = try await home.ritualctl("outbox", "list")
        #expect(listed.text.contains("do not disturb is on, since "), "\(listed)")
        let why = try await home.ritualctl("why", "walk", "2026-01-09")
        #expect(why.text.contains("held, do not disturb is on, since "), "\(why)")
        let status = try await home.ritualctl("status")
        #expect(status.text.contains("1 nudge held"), "\(status)")
        #expect(status.text.contains("desk: do not disturb is on: nudges wait"), "\(status)")
        #expect(bus.messages("Notify").isEmpty)

        try await screen.pause(false)
        try await bus.message("Notify", where: Self.isWalk)
        #expect(try await daemon.stop() == .status(0))
    }

    @Test(arguments: ["IdleHint", "LockedHint"])
    func `a nudge waits until somebody is at the machine`(_ hint: String) async throws {
        let home = try await Self.home("attention = \"present\"")
        let system = try await SessionBus(in: home.folder, isSystem: true)
        let logind = try await MockedLogind(on: system, in: home.folder)
        try await logind.set(hint, true)
        let bus = try await SessionBus(in: home.folder)
        let server = try await MockedDesktop(on: bus, in: home.folder)
        let daemon = try await home.start(
            at: Self.evening,
            environment: SessionBus.environment(in: home.folder)
        )
        let reason = hint == "IdleHint" ? "nobody is at the machine" : "the screen is locked"
        _ = try await daemon.log.first { $0.contains("not yet: walk@") && $0.contains(reason) }
        #expect(bus.messages("Notify").isEmpty)
        try await logind.set(hint, false)
        try await bus.message("Notify", where: Self.isWalk)
        #expect(try await daemon.stop() == .status(0))
        withExtendedLifetime(server) {}
    }

    @Test func `after else_after the other channels get it, and who comes back still finds it`()
        async throws
    {
        let home = try await Self.home("attention = \"present\"\nelse_after = \"1m\"")
        let system = try await SessionBus(in: home.folder, isSystem: true)
        let logind = try await MockedLogind(on: system, in: home.folder)
        try await logind.set("IdleHint", true)
        let bus = try await SessionBus(in: home.folder)
        let server = try await MockedDesktop(on: bus, in: home.folder)
        let daemon = try await home.start(
            at: FakeClock("2026-01-09 18:59:00", speed: 30),
            environment: SessionBus.environment(in: home.folder)
        )
        let nudge = try await daemon.nudge(of: "walk")
        #expect(nudge["occurrence"]["key"] == "walk@2026-01-09T19:00" || nudge["ritual"] == "walk")
        #expect(bus.messages("Notify").isEmpty)
        try await logind.set("IdleHint", false)
        try await bus.message("Notify", where: Self.isWalk)
        #expect(try await daemon.stop() == .status(0))
        #expect(daemon.nudges.events.count == 1)
        withExtendedLifetime(server) {}
    }

    @Test func `where nobody can tell, a nudge is shown, and status says so`() async throws {
        let home = try await Self.home("attention = \"present\"")
        let bus = try await SessionBus(in: home.folder)
        let server = try await MockedDesktop(on: bus, in: home.folder)
        let daemon = try await home.start(
            at: Self.evening,
            environment: SessionBus.environment(in: home.folder)
        )
        try await bus.message("Notify", where: Self.isWalk)
        let status = try await home.ritualctl("status", "--json")
        let desk = JSON(text: status.text)?["channels"].elements.first { $0["id"] == "desk" }
        #expect(
            desk?["notice"].string?.hasPrefix("whether somebody is at the machine cannot be told")
                == true,
            "\(status)"
        )
        #expect(try await daemon.stop() == .status(0))
        withExtendedLifetime(server) {}
    }

    @Test func `a machine that wakes up is told what fell due while it slept`() async throws {
        let home = try await Self.home()
        let system = try await SessionBus(in: home.folder, isSystem: true)
        let logind = try await MockedLogind(on: system, in: home.folder)
        // A clock that a file sets: the timer of the process does not follow it, as in deep sleep.
        let clock = try home.folder.write("@2026-01-09 18:50:00", to: "clock")
        var environment = try #require(FakeClock("").environment, "faketime is not installed")
        environment["FAKETIME"] = nil
        environment["FAKETIME_TIMESTAMP_FILE"] = clock
        environment["FAKETIME_NO_CACHE"] = "1"
        let daemon = try await home.start(
            at: nil,
            environment: environment.merging(SessionBus.environment(in: home.folder)) { $1 }
        )
        try await system.message("ListSessions")
        _ = try home.folder.write("@2026-01-09 19:20:00", to: "clock")
        try await logind.wakeUp()
        #expect(try await daemon.nudge(of: "walk")["ritual"] == "walk")
        #expect(try await daemon.stop() == .status(0))
    }
}
