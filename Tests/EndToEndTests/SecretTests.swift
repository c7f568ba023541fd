import Foundation
import TestKit
import Testing

/// No address, token or word of a nudge is told by a log, a status, an error or a list.
///
/// `SecretWatch` compares what all tests of the run made the daemons say; what is tested here is
/// that it does, and a daemon that has much to say.
@Suite(.timeLimit(.minutes(2)))
struct SecretTests {
    typealias Secret = SecretWatch.Secret
    typealias Line = SecretWatch.Line

    @Test func `a secret that is told is found, whichever is known first`() {
        let watch = SecretWatch()
        let token = Secret(kind: .token, text: "tk_1234567")
        let words = Secret(kind: .words, text: "Ten minutes")
        #expect(watch.add([token]) == [])
        let leaking = Line(isLog: false, text: "sent with tk_1234567!")
        #expect(watch.read([leaking]) == [SecretWatch.Leak(secret: token, line: leaking)])
        #expect(watch.read([leaking, Line(isLog: true, text: "sent")]) == [])

        let shown = Line(isLog: false, text: "Ten minutes, phones away")
        let logged = Line(isLog: true, text: "Ten minutes, phones away")
        #expect(watch.read([shown, logged]) == [])
        let found = watch.add([words, Secret(kind: .token, text: "sent")])
        #expect(found == [SecretWatch.Leak(secret: words, line: logged)])
        #expect(found.first?.description == "a log tells a secret: [words], phones away")
        #expect(watch.count == (2, 4))
    }

    @Test func `a daemon whose channels all fail tells none of them`() async throws {
        let echo = "you sent tk_hush_hush_1 and whsec to /quiet/place/0123456789abcdef"
        let server = try HTTPCapture(answering: [
            .reply(404, body: echo), .reply(200, body: #"{"ok": false}"#), .reply(410, body: echo),
            .resets, .reply(302, headers: ["Location": "http://127.0.0.1/tk_hush_hush_1"]),
        ])
        let home = try DaemonHome(config: "")
        let token = try home.folder.write("tk_hush_hush_1\n", to: "token")
        let key = "whsec_" + Data((0..<32).map { UInt8($0) }).base64EncodedString()
        let signing = try home.folder.write(key, to: "signing")
        let url = server.url("/quiet/place/0123456789abcdef")
        let body = "body = \"Nobody else may read this sentence.\"\nsensitivity = \"public\""
        let program =
            "run = [\"/bin/sh\", \"-c\", \"cat; cat $1; env; exit 75\", \"sh\", \"/dev/null\"]"
        try home.write(
            config: TestConfig.household
                + TestConfig.webhook(
                    url,
                    "token = { file = \"\(token)\" }\nsecret = { file = \"\(signing)\" }"
                )
                + "\n[channel.slack]\ntype = \"webhook\"\npreset = \"slack\"\nurl = \"\(url)\"\n"
                + "\n[channel.nobody]\ntype = \"webhook\"\nurl = \"http://127.0.0.1:1/quiet/nobody\"\n"
                + "\n[channel.unready]\ntype = \"webhook\"\nurl = \"\(url)\"\n"
                + "token = { file = \"/no/such/file\" }\n"
                + "\n[channel.program]\ntype = \"command\"\n\(program)\n"
                + TestConfig.daily("walk", at: "19:00", body)
                + TestConfig.daily("tea", at: "19:01", body)
        )
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        _ = try await daemon.nudge(of: "walk")
        for channel in ["hook", "slack", "nobody", "unready"] {
            _ = try await daemon.log.first { $0.contains("by '\(channel)': ") }
        }
        let said = try await daemon.log.first {
            $0.contains("'program' says: ") && $0.contains("RITUAL_BODY=")
        }
        #expect(said.hasSuffix("RITUAL_BODY=<redacted>"))
        for words in [
            ["status"], ["status", "--json"], ["outbox", "list"], ["outbox", "list", "--json"],
        ] {
            let result = try await home.run(words)
            #expect(result.exit == .status(0), "\(result)")
            #expect(!result.text.contains("Nobody else may read"))
        }
        for channel in ["hook", "slack", "nobody", "unready"] {
            #expect(try await home.ritualctl("send-test", channel).exit == .status(1))
        }
        #expect(try await daemon.stop() == .status(0))
        let compared = SecretWatch.compared
        #expect(compared.secrets >= 5)
        #expect(compared.lines >= 10)
    }
}
