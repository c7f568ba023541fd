import Foundation
import TestKit
import Testing

/// A server that misbehaves in every way at once, and a channel beside it that does not.
@Suite(.timeLimit(.minutes(3)))
struct BadPeerTests {
    /// A webhook channel of that name, which waits a minute for its peer.
    private func channel(_ name: String, _ url: String, _ more: String = "") -> String {
        "\n[channel.\(name)]\ntype = \"webhook\"\nurl = \"\(url)\"\ntimeout = \"1m\"\n\(more)\n"
    }

    @Test func `holds up nobody else, and is sent nothing that it could pass on`() async throws {
        let elsewhere = try HTTPCapture()
        let answers: [(name: String, answer: HTTPAnswer)] = [
            ("hangs", .hangs()), ("drips", .drips(every: .seconds(1))), ("floods", .floods),
            ("bomb", .bomb), ("resets", .resets),
            ("points", .reply(307, headers: ["Location": elsewhere.url("/stolen")])),
            ("busy", .reply(429, headers: ["Retry-After": "3600"])), ("gone", .reply(410)),
            ("stalls", .hangs(after: "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx")),
            ("trailers", .endlessTrailers), ("trailer", .endlessTrailer),
            ("headers", .endlessHeaders), ("header", .endlessHeader),
            ("interim", .endlessInterim), ("extends", .endlessExtension), ("garbled", .garbled),
        ]
        let bad = try answers.map { ($0.name, try HTTPCapture(answering: [$0.answer])) }
        let good = try HTTPCapture(answering: [204])
        let post = try HTTPCapture(answering: [.pours("", "220-more\r\n")], isHasty: true)
        let home = try DaemonHome(config: "")
        // Nobody vouches for its certificate.
        let tls = try await TLSServer(HouseCertificate(for: "IP:127.0.0.1", in: home.folder))
        let token = try home.folder.write("tk_never_elsewhere", to: "token")
        let bearer = "token = { file = \"\(token)\" }"
        let rituals = (0..<5).map { TestConfig.walk($0, at: "19:00:0\($0 * 2)") }
        try home.write(
            config: TestConfig.household
                + bad.map { channel($0.0, $0.1.url("/\($0.0)-very-secret"), bearer) }.joined()
                + channel("forged", "https://127.0.0.1:\(tls.port)/forged", bearer)
                    + """

                    [channel.post]
                    type = "mail"
                    url = "smtp://127.0.0.1:\(post.port)"
                    from = "us@a.example"
                    to = "alex@b.example"
                    timeout = "1m"

                    """
                + channel("good", good.url("/good-very-secret")) + rituals.joined()
        )
        try await home.settle(at: "2026-01-09 12:00:00")
        let daemon = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        for number in 0..<5 {
            _ = try await good.requests.first {
                JSON(text: $0.body)?["data"]["ritual"] == .text("walk-\(number)")
            }
        }
        // The header bears the time of the attempt by the daemon's own clock.
        let nineteen = 1_767_985_200
        var lags: [Int] = []
        for request in good.requests.events {
            let ritual = JSON(text: request.body)?["data"]["ritual"].string ?? ""
            guard let number = Int(ritual.suffix(1)) else {
                #expect(ritual == "channel-off-gone")
                continue
            }
            let sent = try #require(request.headers["webhook-timestamp"].flatMap { Int($0) })
            lags.append(sent - nineteen - 2 * number)
        }
        // A machine that is busy with all other tests holds up everybody, so `make test` runs this suite by
        // itself, and one may be late. A peer that could hold up others would do so each time, and for the
        // minute that is waited.
        #expect(lags.count == 5)
        #expect(lags.allSatisfy { (0..<30).contains($0) }, "\(lags)")
        #expect(lags.count { $0 <= 1 } >= 4, "\(lags)")
        // Every one of them was really asked.
        for (name, server) in bad {
            let request = try await server.requests.first()
            #expect(request.headers["authorization"] == "Bearer tk_never_elsewhere", "\(name)")
        }
        _ = try await daemon.log.first { $0.contains("'forged'") && $0.contains("certificate") }
        _ = try await daemon.nudge(of: "channel-off-gone")
        _ = try await post.requests.first()
        #expect(elsewhere.requests.events.isEmpty)
        try await checkOutbox(home)
        #expect(tls.requests.isEmpty)
        #expect(try await daemon.stop() == .status(0))
        // What poured in was left where it was: the most that is kept of each is 64 KiB of its body and
        // 300 KiB of its headers and trailers.
        let peak = try #require(daemon.peakMemory)
        #expect(peak < 100 * 1_024, "\(peak) KiB")
    }

    /// What got no reply that could be read is neither delivered nor given up.
    private func checkOutbox(_ home: DaemonHome) async throws {
        let result = try await home.ritualctl("outbox", "list", "--count", "1000", "--json")
        let deliveries = try #require(JSON(text: result.text), "\(result)").elements
        for channel in ["trailers", "headers", "header", "interim", "garbled", "post"] {
            let states = deliveries.filter { $0["channel"].string == channel }
                .compactMap { $0["state"].string }
            #expect(!states.isEmpty, "\(channel)")
            #expect(
                !states.contains { ["delivered", "dead"].contains($0) },
                "\(channel) \(states)"
            )
        }
    }

    @Test func `that is gone is left alone until its settings change`() async throws {
        let gone = try HTTPCapture(answering: [410, 204])
        let config = { (path: String) in
            TestConfig.household + TestConfig.webhook(gone.url(path))
                + TestConfig.daily("walk", at: "19:00") + TestConfig.daily("tea", at: "19:05")
                + TestConfig.daily("nap", at: "19:10")
        }
        let home = try DaemonHome(config: config("/first-address"))
        try await home.settle(at: "2026-01-09 12:00:00")
        let first = try await home.start(at: FakeClock("2026-01-09 18:59:58"))
        let notice = try await first.nudge(of: "channel-off-hook")
        #expect(notice["title"] == "The channel 'hook' is off")
        #expect(notice["partner"] == "alex")
        let status = try #require(JSON(text: try await home.ritualctl("status", "--json").text))
        let hook = status["channels"].elements.first { $0["id"] == "hook" }
        #expect(hook?["disabled_since"].string?.hasPrefix("2026-01-09T19:00") == true)
        #expect(try await first.stop() == .status(0))

        let second = try await home.start(at: FakeClock("2026-01-09 19:04:58"))
        _ = try await second.nudge(of: "tea")
        _ = try await second.log.first { $0.contains("dead: tea") && $0.contains("is off since") }
        #expect(gone.requests.events.count == 1)
        #expect(try await second.stop() == .status(0))

        try home.write(config: config("/second-address"))
        let third = try await home.start(at: FakeClock("2026-01-09 19:09:58"))
        let request = try await gone.requests.first(from: 1)
        #expect(request.path == "/second-address")
        #expect(JSON(text: request.body)?["data"]["ritual"] == "nap")
        #expect(try await third.stop() == .status(0))
    }
}
