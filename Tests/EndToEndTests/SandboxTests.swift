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

    /// A program of a channel that says what it can do, an attempt a line.
    private static let probe = """
        exec >"$HOME/.local/state/rituald/probe" 2>&1
        unset LD_PRELOAD FAKETIME
        cat >/dev/null
        cd "$HOME/.config/rituald"
        /usr/bin/python3 sandbox.py $(cat outside)
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
            cp sandbox.py .config/rituald
            sleep infinity &
            echo $! $(readlink /proc/self/ns/mnt) $(readlink /proc/self/ns/uts) >.config/rituald/outside
            touch /tmp/of-the-outside
            mkdir -p -m 0700 .local/state/rituald $XDG_RUNTIME_DIR/rituald
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

    /// Compares what came inside with the table in the docs.
    ///
    /// The attempts of `closed` are refused; those of `hidden` meet a folder that ends with the unit.
    private func check(
        _ lines: [String],
        closed: Set<String> = [],
        hidden: Set<String> = []
    ) throws {
        let came = attempts(lines)
        let table = try SandboxTable()
        #expect(Set(came.keys) == Set(table.rows.map(\.attempt)), "\(lines)")
        for row in table.rows where !closed.union(hidden).contains(row.attempt) {
            let result = came[row.attempt] ?? "nothing"
            #expect(row.inside.contains(result), "\(row.attempt): \(result)")
        }
        for attempt in closed {
            #expect(came[attempt].map { $0 != "done" } == true, "\(attempt)")
        }
    }

    private func attempts(_ lines: [String]) -> [String: String] {
        let pairs = lines.compactMap { line in
            line.firstRange(of: ": ").map {
                (String(line[..<$0.lowerBound]), String(line[$0.upperBound...]))
            }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// What the probe can do in a shell of the same user: that it can is what makes its failures tell something.
    private func checkOutside(_ session: UserSession) async throws {
        let outside = try await session.run(
            "(cd .config/rituald; /usr/bin/python3 sandbox.py $(cat outside))"
        )
        let came = attempts(outside.output)
        let anywhere: Set = [
            "write-home", "write-config", "write-runtime", "shared-temporary-files", "setuid-file",
            "become-root-by-setuid-program", "trace-child", "more-priority", "personality", "core",
            "write-and-run", "run-after-write", "netlink", "mounts-of-the-session",
        ]
        for attempt in anywhere {
            #expect(came[attempt] == "done", "\(attempt): \(came[attempt] ?? "nothing")")
        }
        let ran = came["run-written"]?.split(separator: " ").count
        #expect(ran == 5, "\(outside)")
    }

    #if arch(x86_64)
        private static let knowsTheCalls = true
    #else
        private static let knowsTheCalls = false
    #endif

    @Test(.enabled(if: knowsTheCalls, "the probe has the system calls of x86-64 only"))
    func `what each directive forbids is tried inside the unit, and comes as the table says`()
        async throws
    {
        let server = try HTTPCapture()
        let session = try await session(server)
        try await checkOutside(session)
        try check(try await probed(session, server))
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
        try await session.stop()
    }

    @Test(.enabled(if: knowsTheCalls, "the probe has the system calls of x86-64 only"))
    func `without a desktop, the lines in the unit keep a program from the bus and the home`()
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
        try check(
            lines,
            closed: ["run-outside-by-the-bus", "read-home"],
            hidden: ["write-home", "write-runtime"]
        )
        try await session.stop()
    }

    @Test func `systemd finds the unit exposed at 1.5 of 10 at most`() async throws {
        let folder = try TemporaryFolder()
        let analysis = try await CommandResult.of(
            "/usr/bin/systemd-analyze",
            [
                "security", "--user", "--offline=true", "--threshold=15", "--no-pager",
                BuiltCommands.project("systemd/rituald.service"),
            ],
            environment: ["PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": folder.path]
        )
        #expect(analysis.exit == .status(0), "\(analysis)")
        #expect(analysis.text.contains("exposure level for rituald.service"), "\(analysis)")
    }

    @Test func `the docs say what was tried against each directive of the sandbox`() throws {
        let path = BuiltCommands.project("systemd/rituald.service")
        let unit = try String(contentsOfFile: path, encoding: .utf8)
        let page = try String(
            contentsOfFile: BuiltCommands.project("docs/design/sandbox.md"),
            encoding: .utf8
        )
        let sandbox = try #require(unit.range(of: "\nLimitCORE="))
        let end = try #require(unit.range(of: "\n[Install]"))
        let names = unit[sandbox.lowerBound..<end.lowerBound].split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
            .compactMap { $0.split(separator: "=").first.map(String.init) }
        #expect(names.count > 30)
        let tried = try SandboxTable().directives
        for name in Set(names).subtracting(tried) {
            #expect(page.contains("`\(name)=`"), "\(name)")
        }
        #expect(tried.isSuperset(of: ["NoNewPrivileges", "UMask", "LimitCORE", "ReadWritePaths"]))
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
