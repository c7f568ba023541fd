import CivilTime
import ControlAPI
import Delivery
import Emitters
import Household
import Logging
import Planning
import TestKit
import Testing

@testable import Daemon

/// The socket for phones' answers, asked over a real socket.
@Suite struct AnswerResponderTests {
    /// A household whose phone was told of noon, and the socket that takes what it answers.
    private final class Phone: Sendable {
        let house: House
        let ledger: BrokenLedger
        let planning: PlannerActor
        let nudge: Nudge
        let tokens = AnswerTokens(key: Array(0..<32))
        let server: ControlServer
        let path: String

        /// After `former`, whose phone was told of noon, the daemon starts again over the same ledger.
        ///
        /// The phone is Alex' own, or `shared` with Robin.
        init(
            after former: Phone? = nil,
            shared: Bool = false,
            needs: Needs = .anyone
        ) async throws {
            house = try former?.house ?? House()
            ledger = try former?.ledger ?? BrokenLedger(house.openLedger())
            var household = try House.couple(change: { $0.duration = Span(seconds: 3_600) })
            household.rituals[0].needs = needs
            household.channels = [Channel(id: "one", kind: .webhook(Self.ntfy))]
            household.channels[0].partner = shared ? nil : "alex"
            household.partners.append(Partner(id: "robin", name: "Robin", zone: .utc))
            let channel = WatchedChannel()
            let outbox: Outbox
            (planning, outbox) = try house.parts(
                household,
                ledger: ledger,
                channels: ["one": channel]
            )
            let answers = ChannelAnswers(
                planning: planning,
                outbox: outbox,
                ledger: ledger,
                now: house.clock.read,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                names: LogNames()
            )
            try await planning.start()
            if former == nil {
                try house.clock.set("2026-01-09T12:00:00Z")
            }
            await planning.wake()
            await outbox.settled()
            nudge = try #require(former?.nudge ?? channel.nudges.first { $0.partner == "alex" })
            path = house.folder + (former == nil ? "/answers.sock" : "/next.sock")
            let responder = AnswerResponder(
                answers: answers,
                planning: planning,
                ledger: ledger,
                tokens: tokens,
                now: house.clock.read,
                log: answers.log,
                names: answers.names
            )
            server = try ControlServer(path: path, limits: ControlServer.answerLimits) {
                await responder.respond(to: $0)
            }
        }

        deinit {
            server.stop()
        }

        static var ntfy: WebhookSettings {
            var settings = WebhookSettings(url: Secret("https://ntfy.sh/us"), preset: .ntfy)
            settings.answers = Secret("https://Home.example:443/k3b9x2w7q5")
            return settings
        }

        func body(_ action: NudgeAction = .done, of nudge: Nudge? = nil) -> String {
            "{\"token\": \"\(tokens.token(for: nudge ?? self.nudge, action) ?? "")\"}"
        }

        /// The status and the body of a reply.
        func send(_ text: String) async throws -> (status: Int, text: String) {
            let reply = try await RawRequest.send(text, to: path)
            let status = reply.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            return (try #require(status), reply)
        }

        func post(_ path: String, _ body: String) async throws -> Int {
            try await send(RawRequest.post(path, body: body)).status
        }

        var outcomes: [String] {
            get throws {
                try ledger.outcomes(of: nudge.occurrence.key).map {
                    "\($0.kind.name) \($0.partner ?? "-")"
                }
            }
        }
    }

    @Test func `a token of a message for both is the answer of both`() async throws {
        let phone = try await Phone(shared: true)
        #expect(phone.nudge.partners == ["alex", "robin"])
        #expect(try await phone.post("/v1/done", phone.body()) == 200)
        #expect(try phone.outcomes == ["done -"])
        #expect(try await phone.post("/v1/done", phone.body()) == 200)
        #expect(try phone.outcomes == ["done -"])
    }

    @Test func `where both have to say done, a token is the word of its partner, once`()
        async throws
    {
        let phone = try await Phone(shared: true, needs: .all)
        #expect(phone.nudge.partners == ["alex", "robin"])
        let body = { (partner: String) in
            let token = phone.tokens.token(for: phone.nudge, .done, of: partner)
            return "{\"token\": \"\(token ?? "")\"}"
        }
        for _ in 1...2 {
            #expect(try await phone.post("/v1/done", body("robin")) == 200)
            #expect(try phone.outcomes == ["done robin"])
        }
        // It is no other action's, and nobody else's.
        #expect(try await phone.post("/v1/skip", body("robin")) == 403)
        #expect(try await phone.post("/v1/done", body("eve")) == 403)
        #expect(try phone.outcomes == ["done robin"])
        #expect(try await phone.post("/v1/done", body("alex")) == 200)
        #expect(try phone.outcomes == ["done robin", "done alex"])
    }

    @Test(arguments: [
        (NudgeAction.done, "done"), (.later, "snoozed"), (.skip, "skipped"),
    ])
    func `a token is the partner's answer, once`(_ action: NudgeAction, _ word: String) async throws
    {
        let phone = try await Phone()
        let reply = try await phone.send(
            RawRequest.post(action.answerPath, body: phone.body(action))
        )
        #expect(reply.status == 200)
        #expect(reply.text.hasSuffix("\r\n\r\n{}"))
        #expect(try phone.outcomes == ["\(word) alex"])
        try phone.house.clock.set("2026-01-09T12:05:00Z")
        #expect(try await phone.post(action.answerPath, phone.body(action)) == 200)
        #expect(try phone.outcomes == ["\(word) alex"])
    }

    @Test func `later lasts twenty minutes`() async throws {
        let phone = try await Phone()
        #expect(try await phone.post("/v1/snooze", phone.body(.later)) == 200)
        let said = try #require(try phone.ledger.outcomes(of: phone.nudge.occurrence.key).first)
        let until = try Instant(parsing: "2026-01-09T12:20:00Z")
        #expect(said.kind == .snoozed(until: until))
    }

    @Test func `what is answered already stays as it is`() async throws {
        let phone = try await Phone()
        #expect(try await phone.post("/v1/done", phone.body()) == 200)
        #expect(try await phone.post("/v1/skip", phone.body(.skip)) == 200)
        #expect(try await phone.post("/v1/snooze", phone.body(.later)) == 200)
        #expect(try phone.outcomes == ["done alex"])
    }

    @Test(arguments: NudgeAction.answers, [false, true])
    func `a word that was taken back is not said again by the same token`(
        _ action: NudgeAction,
        _ isRestarted: Bool
    ) async throws {
        var phone = try await Phone()
        #expect(try await phone.post(action.answerPath, phone.body(action)) == 200)
        let key = phone.nudge.occurrence.key
        try phone.house.clock.set("2026-01-09T12:01:00Z")
        _ = try await phone.planning.perform(.undo(key, by: "alex", at: phone.house.clock.read()))
        #expect(try phone.outcomes.isEmpty)
        if isRestarted {
            phone = try await Phone(after: phone)
        }
        #expect(try await phone.post(action.answerPath, phone.body(action)) == 200)
        #expect(try phone.outcomes.isEmpty)
        // The other answers of the same nudge still count.
        let other = NudgeAction.answers.first { $0 != action } ?? .done
        #expect(try await phone.post(other.answerPath, phone.body(other)) == 200)
        #expect(try phone.outcomes.count == 1)
    }

    @Test func `pressed many times at once it is said once`() async throws {
        let phone = try await Phone()
        try await withThrowingTaskGroup { group in
            for _ in 1...6 {
                group.addTask { try await phone.post("/v1/snooze", phone.body(.later)) }
            }
            for try await status in group {
                #expect(status == 200)
            }
        }
        #expect(try phone.outcomes == ["snoozed alex"])
    }

    @Test func `an answer that cannot be written is not taken, and is the next time`() async throws
    {
        let phone = try await Phone()
        phone.ledger.set(broken: true)
        #expect(try await phone.post("/v1/done", phone.body()) == 500)
        phone.ledger.set(broken: false)
        #expect(try phone.outcomes.isEmpty)
        #expect(try await phone.post("/v1/done", phone.body()) == 200)
        #expect(try phone.outcomes == ["done alex"])
    }

    @Test func `whatever is wrong with a token, the answer is the same and nothing changes`()
        async throws
    {
        let phone = try await Phone()
        let own = phone.nudge
        var robins = own
        robins.partners = ["robin"]
        var others = own
        others.id = String(own.id.reversed())
        let foreign = AnswerTokens(key: Array(1...32)).token(for: own, .done)
        let stranger = try #require(foreign)
        let bodies = [
            "", "{}", "[]", "null", "{\"token\": 1}", "{\"token\": \"\"}", "{\"token\": \"AAAA\"}",
            "{\"ritual\": \"noon\", \"partner\": \"alex\"}", "{\"token\": \"\(stranger)\"}",
            phone.body(of: robins), phone.body(of: others), phone.body(.skip), phone.body(.later),
            String(phone.body().dropLast(4)) + "A\"}",
        ]
        var replies: Set<String> = []
        for body in bodies {
            let reply = try await phone.send(RawRequest.post("/v1/done", body: body))
            #expect(reply.status == 403, "\(body)")
            replies.insert(String(reply.text.split(separator: "\r\n\r\n").last ?? ""))
        }
        #expect(
            replies == [
                """
                {"type": "about:blank", "title": "Forbidden", "status": 403}
                """
            ]
        )
        #expect(try phone.outcomes.isEmpty)
    }

    @Test func `a token does not count once its nudge has expired`() async throws {
        let phone = try await Phone()
        try phone.house.clock.set("\(phone.nudge.expires + .seconds(1))")
        #expect(try await phone.post("/v1/done", phone.body()) == 403)
        #expect(try phone.outcomes.isEmpty)
    }

    @Test func `a token does not count once the channel has no buttons any more`() async throws {
        let phone = try await Phone()
        var household = await phone.planning.household
        var settings = Phone.ntfy
        settings.answers = nil
        household.channels = [Channel(id: "one", kind: .webhook(settings))]
        _ = try await phone.planning.perform(.newHousehold(household, at: phone.house.clock.read()))
        #expect(try await phone.post("/v1/done", phone.body()) == 403)
        #expect(try phone.outcomes.isEmpty)
    }

    @Test(arguments: [
        "Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: application/jsonp", "Content-Type:", "X-Nothing: 1",
        "Content-Type: text/plain; application/json",
    ])
    func `a body that is not said to be JSON is a 415`(_ header: String) async throws {
        let phone = try await Phone()
        let text = RawRequest.post("/v1/done", headers: [header], body: phone.body())
        #expect(try await phone.send(text).status == 415)
        #expect(try phone.outcomes.isEmpty)
    }

    @Test func `a parameter of the type is passed over`() async throws {
        let phone = try await Phone()
        let header = "content-type: Application/JSON ; charset=utf-8"
        let text = RawRequest.post("/v1/done", headers: [header], body: phone.body())
        #expect(try await phone.send(text).status == 200)
        #expect(try phone.outcomes == ["done alex"])
    }

    @Test(arguments: [
        ("https://home.example", 200), ("HTTPS://HOME.EXAMPLE", 200), ("null", 403), ("", 403),
        ("https://evil.example", 403), ("http://home.example", 403),
        ("https://home.example:8443", 403), ("https://home.example.evil.example", 403),
    ])
    func `a page of another origin is refused`(_ origin: String, _ status: Int) async throws {
        let phone = try await Phone()
        let headers = ["Content-Type: application/json", "Origin: \(origin)"]
        let text = RawRequest.post("/v1/done", headers: headers, body: phone.body())
        let reply = try await phone.send(text)
        #expect(reply.status == status)
        #expect(!reply.text.lowercased().contains("access-control"))
        #expect(try phone.outcomes.isEmpty == (status != 200))
    }

    @Test(arguments: [
        ("POST", "/v1/done?x=1"), ("GET", "/v1/done"), ("PUT", "/v1/done"), ("OPTIONS", "/v1/done"),
        ("GET", "/v1/history"), ("GET", "/v1/upcoming"), ("POST", "/v1/hold"),
        ("POST", "/v1/history%00%2f..%2fdone"), ("POST", "/v1/hold%00/../done"),
        ("POST", "/v1/done%00"), ("POST", "/v1/done/"), ("POST", "//v1/done"),
        ("POST", "/v1/done/../done"), ("POST", "/v1/DONE"), ("POST", "/v1/done;a"),
        ("POST", "/v1/snooze%00"), ("POST", "*"), ("POST", "http://x/v1/done"),
        ("POST", "/v1/history\0/../done"),
    ])
    func `nothing else is there, whatever it is called`(_ method: String, _ path: String)
        async throws
    {
        let phone = try await Phone()
        let reply = try await phone.send(RawRequest.text(method, path, body: phone.body()))
        #expect([400, 404].contains(reply.status))
        #expect(!reply.text.contains("noon"))
        #expect(try phone.outcomes.isEmpty)
    }

    @Test func `a body of more than four kilobytes is not read`() async throws {
        let phone = try await Phone()
        let body =
            "{\"pad\": \"\(String(repeating: "x", count: 5_000))\", "
            + phone.body().dropFirst()
        #expect(try await phone.post("/v1/done", body) == 413)
        #expect(try phone.outcomes.isEmpty)
    }
}
