import Foundation
import Glibc
import TestKit
import Testing

/// A phone's buttons, through a real proxy that is set up as the documentation says.
@Suite(.timeLimit(.minutes(3)))
struct ProxyTests {
    /// Caddy with the block of `docs/configuration.md`, which listens on a socket here.
    private final class Proxy: Sendable {
        let socket: String
        private let process: ChildProcess

        init(in folder: TemporaryFolder, to answers: String) async throws {
            let guide = try String(
                contentsOfFile: BuiltCommands.project("docs/configuration.md"),
                encoding: .utf8
            )
            let block = try #require(
                guide.split(separator: "```").first { $0.contains("reverse_proxy") }
            )
            socket = folder.path("caddy.sock")
            let config =
                "{\n admin off\n auto_https off\n}\n"
                + block
                .replacing("home.example {", with: "http://home.example {\n bind unix/\(socket)")
                .replacing("unix//run/rituald-answers.sock", with: "unix/\(answers)")
            let file = try folder.write(config, to: "Caddyfile")
            process = try ChildProcess(
                "/usr/bin/caddy",
                ["run", "--config", file, "--adapter", "caddyfile"],
                environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"]
            )
            _ = try await process.errors.first { $0.contains("serving initial configuration") }
        }

        deinit {
            process.end()
        }

        /// The status and the body of a reply.
        func send(_ text: String) async throws -> (status: Int, body: String) {
            let reply = try await RawRequest.send(text, to: socket)
            let parts = reply.split(separator: "\r\n\r\n", maxSplits: 1)
            let status = reply.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            return (status ?? 0, parts.count > 1 ? String(parts[1]) : "")
        }
    }

    private static let folder = "/k3b9x2w7q5"

    /// What no request but a pressed button may get at.
    private static let attacks = [
        "/v1/history%00%2f..%2fdone", "/v1/history%00/../done", "/v1/hold%00/../done",
        "/v1/reload%00%2f..%2fdone", "/v1/upcoming", "/v1/status", "/v1/history",
        "/v1/done/../history", "/v1/done%2f..%2fhistory", "/v1/%64one", "/v1/done%00", "/v1/done",
    ]

    @Test func `a button counts once, and nothing else gets through`() async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/caddy") else {
            try Test.cancel("Debian's package caddy is not installed")
        }
        let server = try HTTPCapture(answering: [200])
        let home = try DaemonHome(
            config: TestConfig.household
                + """

                [channel.phone]
                type = "webhook"
                preset = "ntfy"
                url = "\(server.url("/us"))"
                answers = "https://home.example\(Self.folder)"

                """
                + TestConfig.daily("walk", at: "19:00", "duration = \"1h\"")
        )
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let message = try await server.requests.first().body
        let buttons = try #require(JSON(text: message))["actions"].elements
        let done = try #require(buttons.first { $0["label"] == "Done" })
        let body = try #require(done["body"].string)
        let path = try #require(done["url"].string).replacing("https://home.example", with: "")
        #expect(path == "\(Self.folder)/v1/done")
        let proxy = try await Proxy(in: home.folder, to: home.folder.path("answers.sock"))

        for attack in Self.attacks {
            for method in ["GET", "POST"] {
                let text = RawRequest.text(method, Self.folder + attack, body: "{}")
                let reply = try await proxy.send(text)
                #expect((400..<500).contains(reply.status), "\(method) \(attack) \(reply)")
                #expect(!reply.body.lowercased().contains("walk"), "\(method) \(attack)")
            }
        }
        for (path, body, headers) in Self.forgeries(of: body) {
            let text = RawRequest.post(Self.folder + path, headers: headers, body: body)
            let reply = try await proxy.send(text)
            #expect([403, 415].contains(reply.status), "\(path) \(reply)")
            #expect(!reply.body.lowercased().contains("walk"))
        }
        #expect(try await said(home) == [])

        let press = RawRequest.post(path, body: body)
        #expect(try await proxy.send(press) == (200, "{}"))
        #expect(try await said(home) == ["done alex"])
        #expect(try await proxy.send(press) == (200, "{}"))
        #expect(try await said(home) == ["done alex"])
        #expect(try await home.ritualctl("undo", "walk").exit == .status(0))
        #expect(try await proxy.send(press) == (200, "{}"))
        #expect(try await said(home) == [])
        #expect(try await daemon.stop() == .status(0))
        #expect(!FileManager.default.fileExists(atPath: home.folder.path("answers.sock")))
    }

    @Test func `the socket is there only where a channel has buttons, and after a reload`()
        async throws
    {
        let walk = TestConfig.daily("walk", at: "19:00")
        let buttons = """

            [channel.phone]
            type = "webhook"
            preset = "ntfy"
            url = "http://127.0.0.1:9/us"
            answers = "https://home.example\(Self.folder)"

            """
        let home = try DaemonHome(config: TestConfig.household + walk)
        let socket = home.folder.path("answers.sock")
        let daemon = try await home.start(at: FakeClock("2026-01-09 12:00:00"))
        #expect(!FileManager.default.fileExists(atPath: socket))
        try home.write(config: TestConfig.household + buttons + walk)
        #expect(try await home.ritualctl("reload").exit == .status(0))
        var status = stat()
        #expect(stat(socket, &status) == 0 && status.st_mode & 0o777 == 0o600)
        try home.write(config: TestConfig.household + walk)
        #expect(try await home.ritualctl("reload").exit == .status(0))
        #expect(!FileManager.default.fileExists(atPath: socket))
        #expect(try await daemon.stop() == .status(0))
    }

    /// Paths, bodies and headers that are nearly those of a button.
    private static func forgeries(of body: String) -> [(String, String, [String])] {
        let json = "Content-Type: application/json"
        let end = body.index(body.endIndex, offsetBy: -10)
        let changed = body[end] == "A" ? "B" : "A"
        let forged = body[..<end] + changed + body[body.index(after: end)...]
        let start = body.index(body.startIndex, offsetBy: 12)
        let other =
            body[..<start] + (body[start] == "M" ? "N" : "M")
            + body[body.index(after: start)...]
        return [
            ("/v1/done", String(forged), [json]), ("/v1/done", String(other), [json]),
            ("/v1/skip", body, [json]), ("/v1/snooze", body, [json]), ("/v1/done", "", [json]),
            ("/v1/done", #"{"ritual": "walk", "partner": "alex"}"#, [json]),
            ("/v1/done", body, ["Content-Type: text/plain"]), ("/v1/done", body, []),
            ("/v1/done", body, [json, "Origin: https://evil.example"]),
        ]
    }

    /// What has been said of the walk.
    private func said(_ home: DaemonHome) async throws -> [String] {
        let result = try await home.ritualctl("why", "walk", "2026-01-09", "--json")
        let story = try #require(JSON(text: result.text))
        return story["occurrences"].elements.flatMap { $0["outcomes"].elements }.map {
            "\($0["outcome"].string ?? "?") \($0["partner"].string ?? "-")"
        }
    }
}
