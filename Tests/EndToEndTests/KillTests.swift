import Foundation
import TestKit
import Testing

/// The real daemon on the real clock, with a nudge a second for two webhooks, killed two hundred times.
@Suite(.timeLimit(.minutes(5)))
struct KillTests {
    /// The lives are lived in so many homes, side by side; each home's ledger goes on from kill to kill.
    private static let lanes = 8
    /// A life that does not come to its point is killed when it has brought so many requests.
    private static let most = 20

    /// No ritual comes more often than once a minute, so there is one for each second of it; each
    /// has a partner of its own, so that no two nudges are one.
    private static func config(_ server: HTTPCapture) -> String {
        var text = "[household]\ntime_zone = \"UTC\"\n"
        for channel in ["one", "two"] {
            text += """

                [channel.\(channel)]
                type = "webhook"
                url = "\(server.url("/\(channel)"))"

                """
        }
        for second in 0..<60 {
            let digits = second < 10 ? "0\(second)" : "\(second)"
            text += """

                [[partner]]
                id = "p\(digits)"

                [[ritual]]
                id = "tick-\(digits)"
                partners = ["p\(digits)"]
                late_within = "1d"
                schedule = { rrule = "FREQ=MINUTELY;BYSECOND=\(second)", from = 2026-01-09 }

                """
        }
        return text
    }

    @Test(arguments: 0..<lanes)
    func `killed at any point, nothing is lost, decided twice or sent again without a doubt`(
        lane: Int
    ) async throws {
        let server = try HTTPCapture()
        let home = try DaemonHome(config: Self.config(server))
        let first = try await home.start(at: nil)
        // What fell on this second itself may have been before the ledger began.
        let begin = Self.now + 1
        first.kill()
        _ = try await first.process.exit()

        var judge = LedgerJudge(
            begin: begin,
            end: begin,
            logged: Self.decisions(in: try await first.log.all()),
            snapshots: [try home.copyLedger(to: "killed-first")],
            ledger: home.folder.path("state")
        )
        for index in KillPoint.all.indices where index % Self.lanes == lane {
            let log = try await live(to: KillPoint.all[index], in: home, server)
            judge.logged += Self.decisions(in: log)
            judge.snapshots.append(try home.copyLedger(to: "killed-\(index)"))
        }
        let last = try await home.start(at: nil)
        judge.end = Self.now
        try await home.awaitEmptyOutbox()
        #expect(try await last.stop() == .status(0))
        judge.logged += Self.decisions(in: try await last.log.all())
        judge.received = server.requests.events.map { request in
            let nudge = JSON(text: request.body)?["data"]["id"].string
            return "\(nudge ?? "no nudge") \(request.path.dropFirst())"
        }

        let verdict = try await judge.verdict(in: home.folder)
        #expect(verdict.faults == [])
        #expect(verdict.decisions > judge.snapshots.count)
        #expect(verdict.interrupted > 0, "no kill has met an attempt in flight")
    }

    /// The second that the machine's clock shows: real time passes here, as it does between kills.
    private static var now: Int { Int(Date().timeIntervalSince1970) }

    private static func decisions(in log: [String]) -> [String] {
        log.filter { $0.contains(": start of tick-") }
    }

    /// Starts a daemon, lets it come to `point`, and returns what it logged until its end.
    private func live(
        to point: KillPoint,
        in home: DaemonHome,
        _ server: HTTPCapture
    ) async throws -> [String] {
        let start = server.requests.events.count
        let daemon = try home.launch(at: nil, under: point.tracer)
        defer { daemon.kill() }
        let killer = Task {
            switch point {
            case .decision(let number):
                var seen = 0
                for _ in 0..<number {
                    _ = try await daemon.log.first(from: seen) { $0.contains(": start of tick-") }
                    seen = daemon.log.events.count
                }
            case .request(let number):
                _ = try await server.requests.first(from: start + number - 1)
            case .call:
                _ = try await server.requests.first(from: start + Self.most)
            }
            daemon.kill()
        }
        defer { killer.cancel() }
        let exit = try await daemon.process.exit()
        let log = try await daemon.log.all()
        if log.contains(where: { $0.contains("Operation not permitted") }) {
            try Test.cancel("this user may not trace a process")
        }
        #expect(exit == .signal(9), "\(point): \(log.suffix(3))")
        return log
    }
}

extension DaemonHome {
    /// Copies the ledger as a kill has left it, its write-ahead log included, and returns where to.
    fileprivate func copyLedger(to name: String) throws -> String {
        let files = FileManager.default
        let copy = folder.path(name)
        try files.createDirectory(atPath: copy, withIntermediateDirectories: false)
        for file in ["ledger.sqlite", "ledger.sqlite-wal"]
        where files.fileExists(atPath: folder.path("state/\(file)")) {
            try files.copyItem(atPath: folder.path("state/\(file)"), toPath: "\(copy)/\(file)")
        }
        return copy
    }

    /// Awaits that nothing waits to be delivered, asking again and again.
    func awaitEmptyOutbox() async throws {
        while true {
            let answer = try await ritualctl(
                "outbox",
                "list",
                "--state",
                "pending",
                "--state",
                "sending",
                "--json"
            )
            if answer.exit == .status(0), JSON(text: answer.text) == .list([]) {
                return
            }
            try Task.checkCancellation()
        }
    }
}
