import Foundation
import TestKit
import Testing

/// Requests of a webhook channel, judged by the reference implementation of Standard Webhooks.
@Suite(.timeLimit(.minutes(2)))
struct WebhookTests {
    /// Reads `{"secret": …, "headers": …, "body": …}` and exits 0 where the signature is right.
    private static let verify = """
        import json, sys
        from standardwebhooks import Webhook, WebhookVerificationError
        request = json.load(open(sys.argv[1]))
        try:
            Webhook(request["secret"]).verify(request["body"], request["headers"])
        except WebhookVerificationError as error:
            sys.exit(f"refused: {error}")
        """

    @Test func `a signed request passes the reference implementation, a changed one does not`()
        async throws
    {
        let python = BuiltCommands.project(".build/venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python) else {
            try Test.cancel("make test brings the Python packages that this compares with")
        }
        // Two secrets, as while one is being replaced: a receiver may know either.
        let secrets = [0, 32].map { start in
            "whsec_" + Data((0..<32).map { UInt8($0 + start) }).base64EncodedString()
        }
        let server = try HTTPCapture()
        let home = try DaemonHome(config: "")
        let file = try home.folder.write(secrets.joined(separator: "\n"), to: "secret")
        try home.write(
            config: TestConfig.household
                + TestConfig.webhook(server.url(), "secret = { file = \"\(file)\" }")
                + TestConfig.daily("walk", at: "19:00")
        )
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        var request = try await server.requests.first()
        #expect(try await daemon.stop() == .status(0))
        #expect(request.headers["content-type"]?.hasPrefix("application/json") == true)

        func judge(_ secret: String) async throws -> CommandResult {
            let judged: [String: Any] = [
                "secret": secret, "headers": request.headers, "body": request.body,
            ]
            let data = try JSONSerialization.data(withJSONObject: judged)
            let path = try home.folder.write(String(decoding: data, as: UTF8.self), to: "request")
            // A signature is good for five minutes of the clock that it was made by.
            let clock = try #require(FakeClock("2026-01-09 19:00:00").environment)
            return try await CommandResult.of(
                python,
                ["-c", Self.verify, path],
                environment: clock
            )
        }
        for secret in secrets {
            let passed = try await judge(secret)
            #expect(passed.exit == .status(0), "\(passed)")
        }
        let stranger = "whsec_" + Data(repeating: 9, count: 32).base64EncodedString()
        #expect(try await judge(stranger).exit == .status(1))
        request.body += " "
        let refused = try await judge(secrets[0])
        #expect(refused.exit == .status(1), "\(refused)")
        #expect(refused.errors.joined().contains("refused"))
    }
}
