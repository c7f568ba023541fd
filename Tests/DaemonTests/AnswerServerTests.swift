import ControlAPI
import Foundation
import Household
import Logging
import TestKit
import Testing

@testable import Daemon

@Suite struct `The socket for phones' answers` {
    private let folder: TemporaryFolder
    private let server: AnswerServer

    init() throws {
        folder = try TemporaryFolder()
        server = AnswerServer(
            path: folder.path("answers.sock"),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in
            ControlReply(status: 200, contentType: "text/plain", text: "there")
        }
    }

    private var isThere: Bool {
        FileManager.default.fileExists(atPath: folder.path("answers.sock"))
    }

    private func household(_ answers: String?) throws -> Household {
        var household = try House.couple()
        var settings = WebhookSettings(url: Secret("https://ntfy.sh/us"), preset: .ntfy)
        settings.answers = answers.map(Secret.init)
        household.channels = [
            Channel(id: "one", kind: .journal), Channel(id: "phone", kind: .webhook(settings)),
        ]
        return household
    }

    @Test func `is there while a channel has buttons`() async throws {
        server.follow(try household(nil))
        #expect(!isThere)
        for _ in 1...2 {
            server.follow(try household("https://home.example/a"))
            let reply = try await RawRequest.send(
                RawRequest.post("/v1/done"),
                to: folder.path("answers.sock")
            )
            #expect(reply.hasSuffix("there"))
            server.follow(try household("https://home.example/b"))
            #expect(isThere)
            server.follow(try household(nil))
            #expect(!isThere)
        }
        server.follow(try household("https://home.example/a"))
        server.stop()
        #expect(!isThere)
        server.follow(try household("https://home.example/a"))
        #expect(!isThere)
    }

    @Test func `leaves what has its name, and is there once that has gone`() throws {
        let path = try folder.write("ours", to: "answers.sock")
        server.follow(try household("https://home.example/a"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "ours")
        try FileManager.default.removeItem(atPath: path)
        server.follow(try household("https://home.example/a"))
        #expect(isThere)
        server.stop()
    }

    @Test(arguments: [
        ("/run/user/1000/rituald/control.sock", "/run/user/1000/rituald/answers.sock"),
        ("/x/us.sock", "/x/us.answers.sock"), ("/x/us", "/x/us.answers.sock"),
        ("/control.sock/control", "/control.sock/control.answers.sock"),
        ("control.sock", "answers.sock"), ("us.sock", "us.answers.sock"),
    ])
    func `is called after the control socket`(_ control: String, _ answers: String) throws {
        let options = try RuntimeOptions(
            config: "a.toml",
            state: "state",
            socket: control,
            program: "rituald",
            environment: [:]
        )
        #expect(options.answerSocket == answers)
    }
}
