import Foundation
import Glibc
import TestKit
import Testing

/// What the shipped unit keeps a program from, when that runs where rituald runs.
@Suite(.timeLimit(.minutes(3)), .serialized)
struct SandboxTests {
    private static func config(_ hook: String) -> String {
        TestConfig.household + """

            [channel.journal]
            type = "journal"

            [channel.program]
            type = "command"
            run = ["/bin/sh", "/home/ritualist/.config/rituald/probe"]

            """
            + TestConfig.webhook(hook, "token = { credential = \"hook\" }")
            + TestConfig.daily("walk", at: "19:00")
    }

    /// A program of a channel that says what it can do, line by line.
    private static let probe = """
        exec >"$HOME/.local/state/rituald/probe" 2>&1
        unset LD_PRELOAD FAKETIME
        cat >/dev/null
        for folder in "$HOME/.local/state/rituald" "$XDG_RUNTIME_DIR/rituald" /tmp /var/tmp /dev/shm; do
            cp /bin/true "$folder/program" && "$folder/program" && echo "RAN in $folder"
        done
        echo "core $(ulimit -c) $(ulimit -H -c)"
        echo "backtrace $SWIFT_BACKTRACE"
        /usr/bin/python3 -c 'import ctypes
        call = ctypes.CDLL(None, use_errno=True).syscall
        for number in 248, 249, 250:
            print("keyring", call(number, 0, -3, 1), ctypes.get_errno())'
        systemd-run --user /bin/true && echo "RAN outside"
        busctl --user list >/dev/null && echo "REACHED the bus"
        cat "$HOME/diary" && echo "READ the diary"
        touch "$HOME/.config/rituald/new" && echo "WROTE the config"
        echo probed

        """

    private func session(_ server: HTTPCapture) async throws -> UserSession {
        let session = try await UserSession(
            config: Self.config(server.url()),
            clock: FakeClock("2026-01-09 12:00:00")
        )
        let laidOut = try await session.run(
            """
            cat >.config/rituald/probe <<'END'
            \(Self.probe)
            END
            mkdir -m 0700 .config/rituald/credentials
            echo tk_of_the_unit >.config/rituald/credentials/hook
            echo 'dear diary' >diary
            cat >.config/systemd/user/rituald.service.d/credential.conf <<'END'
            [Service]
            LoadCredential=hook:%h/.config/rituald/credentials/hook
            END
            systemctl --user daemon-reload
            """
        )
        #expect(laidOut.exit == .status(0), "\(laidOut)")
        let secrets = try TemporaryFolder()
        try secrets.write("tk_of_the_unit", to: "hook")
        SecretWatch.guardConfig(Self.config(server.url()), credentials: secrets.path)
        return session
    }

    /// Has a nudge told by all channels, and returns what the program could do.
    private func probed(_ session: UserSession, _ server: HTTPCapture) async throws -> [String] {
        let start = try await session.run("systemctl --user start rituald")
        #expect(start.exit == .status(0), "\(start)")
        try await session.start(at: FakeClock("2026-01-09 18:59:58"))
        let request = try await server.requests.first()
        #expect(request.headers["authorization"] == "Bearer tk_of_the_unit")
        #expect(JSON(text: request.body)?["data"]["ritual"] == "walk")
        _ = try await session.journal("RITUAL_ID=walk")
        let file = ".local/state/rituald/probe"
        _ = try await session.line(with: "probed", of: "tail -F -n +1 \(file) 2>/dev/null")
        let next = try await session.run("ritualctl next")
        #expect(next.text.contains("Walk"), "\(next)")
        let reload = try await session.run("systemctl --user reload rituald")
        #expect(reload.exit == .status(0), "\(reload)")
        return try await session.run("cat \(file)").output
    }

    private func checkSealed(_ lines: [String]) {
        #expect(lines.filter { $0.hasPrefix("RAN in") } == [])
        #expect(lines.contains("core 0 0"), "\(lines)")
        #expect(lines.contains("backtrace enable=no"), "\(lines)")
        // EPERM for add_key, request_key and keyctl.
        #expect(
            lines.filter { $0.hasPrefix("keyring") } == Array(repeating: "keyring -1 1", count: 3)
        )
        #expect(!lines.contains("WROTE the config"))
    }

    /// How exposed systemd finds the unit: 0 is not at all.
    private func exposure(_ session: UserSession) async throws -> Double {
        let analysis = try await session.run(
            "systemd-analyze security --user --no-pager rituald | grep -o 'level for .*'"
        )
        let words = analysis.text.split(separator: " ")
        return try #require(words.compactMap { Double($0) }.first, "\(analysis)")
    }

    @Test func `nothing written is run, no core is made, no keyring reached, no memory read`()
        async throws
    {
        let server = try HTTPCapture()
        let session = try await session(server)
        checkSealed(try await probed(session, server))
        let shown = try await session.run(
            "systemctl --user show -p MemoryMax -p TasksMax -p OOMPolicy -p LimitCORE rituald"
        )
        #expect(
            Set(shown.output) == [
                "MemoryMax=536870912", "TasksMax=256", "OOMPolicy=continue", "LimitCORE=0",
            ]
        )
        // The user's other programs may not read what it has in memory.
        let seen = try await session.run(
            """
            pid=$(systemctl --user show -p MainPID --value rituald)
            head -c 1 /proc/$pid/environ && echo 'READ its environment'
            head -c 1 /proc/$pid/mem && echo 'READ its memory'
            grep 'core file size' /proc/$pid/limits
            """
        )
        #expect(!seen.text.contains("READ"), "\(seen)")
        #expect(seen.output.count { $0.hasSuffix("Permission denied") } == 2, "\(seen)")
        let limit = seen.output.last?.split(separator: " ").suffix(3)
        #expect(limit == ["0", "0", "bytes"], "\(seen)")
        #expect(try await exposure(session) <= 1.5)
        try await session.stop()
    }

    @Test func `without a desktop, the lines in the unit keep a program from the bus and the home`()
        async throws
    {
        let server = try HTTPCapture()
        let session = try await session(server)
        let unit = ".config/systemd/user/rituald.service"
        let changed = try await session.run(
            """
            sed -i -E 's/^#(ProtectHome|BindReadOnlyPaths|BindPaths)=/\\1=/' \(unit)
            grep -c -E '^(ProtectHome=tmpfs|BindReadOnlyPaths=|BindPaths=)' \(unit)
            systemctl --user daemon-reload
            """
        )
        #expect(changed.output == ["3"], "\(changed)")
        let lines = try await probed(session, server)
        checkSealed(lines)
        #expect(lines.filter { $0.hasPrefix("RAN") } == [])
        #expect(!lines.contains("REACHED the bus"))
        #expect(!lines.contains("READ the diary"))
        #expect(lines.contains("probed"))
        #expect(try await exposure(session) <= 1.4)
        try await session.stop()
    }

    @Test func `a fault writes no core, also outside of the unit`() async throws {
        let home = try DaemonHome(config: TestConfig.household)
        let daemon = try home.launch(
            at: nil,
            under: [
                "/bin/sh", "-c", "ulimit -c unlimited; cd \"$0\"; exec \"$@\"", home.folder.path,
            ]
        )
        _ = try await daemon.notifications.first { $0 == "READY=1" }
        daemon.process.send(SIGABRT)
        #expect(try await daemon.process.exit() == .signal(SIGABRT))
        let files = try FileManager.default.contentsOfDirectory(atPath: home.folder.path)
        #expect(files.filter { $0.hasPrefix("core") } == [])
    }
}
