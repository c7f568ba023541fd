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
        let words = Secret(kind: .body, text: "Ten minutes")
        #expect(watch.add([token]) == [])
        let leaking = Line(isLog: false, text: "sent with tk_1234567!")
        #expect(watch.read([leaking]) == [SecretWatch.Leak(secret: token, line: leaking)])
        #expect(watch.read([leaking, Line(isLog: true, text: "sent")]) == [])

        let shown = Line(isLog: false, text: "Ten minutes, phones away")
        let logged = Line(isLog: true, text: "Ten minutes, phones away")
        #expect(watch.read([shown, logged]) == [])
        let found = watch.add([words, Secret(kind: .token, text: "sent")])
        #expect(found == [SecretWatch.Leak(secret: words, line: logged)])
        #expect(found.first?.description == "a log tells a secret: [body], phones away")
        #expect(watch.count == (2, 4))
    }

    @Test(arguments: [Secret.Kind.title, .body, .prompt, .note, .reason])
    func `words are found in a log where they stand alone, and commands may show them`(
        kind: Secret.Kind
    ) {
        let watch = SecretWatch()
        let secret = Secret(kind: kind, text: "Tea")
        #expect(watch.add([secret]) == [])
        let others = ["tea@2026-01-09T20:00", "Team", "STeam", "a cup of tea"]
        #expect(watch.read(others.map { Line(isLog: true, text: $0) }) == [])
        #expect(watch.read([Line(isLog: false, text: "next: Tea")]) == [])
        let leaks = ["next: Tea, today", "held: Tea", #"{"title":"Tea"}"#].map {
            Line(isLog: true, text: $0)
        }
        #expect(watch.read(leaks).map(\.line) == leaks)
    }

    @Test func `what a couple says is in no log and no status`() async throws {
        let reason = "we fought\r\nrituald: a forged line\u{1b}[31m\u{9b}2J\u{202e}"
        let note = "in the rain, and we cried"
        let prompts = "title = \"Quiet hour of ours\"\nprompts = [\"What hurt you this week?\"]"
        let home = try DaemonHome(
            config: TestConfig.household
                + "\n[[ritual]]\nid = \"quiet\"\n\(prompts)\n"
                + "schedule = { every = \"day\", at = \"19:00\" }\nsensitivity = \"public\"\n"
                + TestConfig.daily("tea", at: "19:00")
        )
        let first = try await home.start(at: FakeClock("2026-01-09 12:00:00"))
        let words = ["hold", "tea", "--until", "2026-01-12", "--reason", reason]
        let hold = try await home.run(words + ["--json"])
        #expect(hold.exit == .status(0), "\(hold)")
        // What a terminal would obey is escaped, and the value survives.
        #expect(!hold.text.unicodeScalars.contains { [0x1B, 0x9B, 0x202E].contains($0.value) })
        #expect(JSON(text: hold.text)?["reason"] == .text(reason))
        let done = try await home.run(
            ["done", "quiet", "--occurrence", "2026-01-09T19:00", "--note", "-"],
            input: note
        )
        #expect(done.exit == .status(0), "\(done)")
        let why = try await home.ritualctl("why", "quiet", "2026-01-09")
        #expect(why.text.contains(note), "\(why)")
        #expect(try await home.ritualctl("undo").exit == .status(0))
        #expect(try await first.stop() == .status(0))

        let second = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let told = try await second.nudge(of: "quiet")
        #expect(told["title"] == "Quiet hour of ours")
        #expect(told["prompt"] == "What hurt you this week?")
        let held = try await second.log.first { $0.contains("held: start of tea@") }
        #expect(held.hasSuffix("for alex: on hold until 2026-01-12T00:00"), "\(held)")
        #expect(try await second.stop() == .status(0))
        let all = try await first.log.all() + second.log.all()
        for line in all {
            #expect(!line.contains("fought"), "\(line)")
            #expect(!line.contains("forged"), "\(line)")
            #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control })
        }
    }

    // Where standard error is the journal it gets lines of level debug, too.
    @Test func `what answers go by is in no log, however much is logged`() async throws {
        let house = try await KilledHome(everyMinutes: 60)
        let asJournal = #"export JOURNAL_STREAM=$(stat -L -c %d:%i /dev/fd/2); exec "$@""#
        let daemon = try house.home.launch(
            at: house.clock(of: 1),
            under: ["/bin/sh", "-c", asJournal, "sh"]
        )
        for way in KilledHome.Way.allCases {
            try await house.await(1, on: way)
        }
        try await house.home.awaitEmptyOutbox()
        // Forged, foreign and repeated answers, services that fail, and then an answer that counts.
        for way in KilledHome.Way.allCases {
            house.services[way]?.press("forged-answer-\(way)")
            house.services[way]?.set(away: true)
            house.services[way]?.hangUp()
        }
        _ = try await daemon.log.first { $0.contains("cannot be heard now") }
        let listed = try await house.home.json("outbox", "list")
        for delivery in listed.elements {
            guard case .number(let id) = delivery["id"] else {
                continue
            }
            let shown = try await house.home.ritualctl("outbox", "show", "\(Int(id))")
            #expect(shown.exit == .status(0), "\(shown)")
        }
        house.services.values.forEach { $0.set(away: false) }
        #expect(try await house.home.ritualctl("done", "walk-0").exit == .status(0))
        for way in KilledHome.Way.allCases {
            try await house.awaitClear(of: 1, on: way)
        }
        #expect(try await house.home.ritualctl("status").exit == .status(0))
        try await house.home.awaitEmptyOutbox()
        #expect(try await daemon.stop() == .status(0))
        let log = try await daemon.log.all()
        #expect(log.contains { $0.hasPrefix("<7>") && $0.contains("taken back: ") }, "\(log)")

        let requests = house.services.values.flatMap(\.requests.events)
        let secrets = requests.flatMap(SecretWatch.secrets).map(\.text).filter { $0.count >= 8 }
        // The tokens of the buttons, the second topic, the bot, the credential, the place of a timeline.
        #expect(Set(secrets).count >= 8, "\(secrets)")
        #expect(secrets.contains { $0.hasPrefix("us-") && $0.count == 35 })
        #expect(secrets.contains("123456:ABCDEFGH"))
        #expect(secrets.contains { $0.hasPrefix("s72594_4483_") })
        #expect(secrets.allSatisfy(SecretWatch.guards))
        #expect(SecretWatch.guards("!us:matrix.example"))
        #expect(SecretWatch.guards("@alex:matrix.example"))
    }

    @Test(arguments: [
        ["check", "no\u{1b}[31m.toml"], ["recur", "--every", "1\u{1b}[31m day"],
        ["--no\u{1b}[31m"], ["done", "walk", "--\u{9b}2J"], ["\u{202e}done"],
        ["recur", "--rrule", "FREQ=\u{1b}[2J"],
    ])
    func `an argument is shown, not obeyed`(words: [String]) async throws {
        let result = try await CommandResult.of(BuiltCommands.ritualctl, words, environment: [:])
        #expect(result.exit != .status(0))
        let all = (result.output + result.errors).joined()
        #expect(!all.unicodeScalars.contains { [0x1B, 0x9B, 0x202E].contains($0.value) }, "\(all)")
    }

    @Test func `an argument of the daemon is shown, not obeyed`() async throws {
        let folder = try TemporaryFolder()
        let config = [
            "--config", folder.path("no\u{1b}[31m.toml"), "--state", folder.path("state"),
        ]
        for words in [["--no\u{9b}2J"], ["--socket", folder.path("socket")]] {
            let result = try await CommandResult.of(
                BuiltCommands.rituald,
                config + words,
                environment: ["HOME": folder.path]
            )
            let said = (result.output + result.errors).joined()
            #expect(result.exit == .status(words.count == 1 ? 64 : 78), "\(result)")
            #expect(said.contains(words.count == 1 ? "\\u{9b}2J" : "no\\u{1b}[31m.toml"), "\(said)")
            #expect(!said.unicodeScalars.contains { [0x1B, 0x9B].contains($0.value) }, "\(said)")
        }
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
