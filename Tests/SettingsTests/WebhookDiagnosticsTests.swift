import Household
import Settings
import Testing

/// What is wrong with a webhook's keys; none of the messages repeats an address or a token.
@Suite struct WebhookDiagnosticsTests {
    private static func webhook(_ lines: String...) -> String {
        "[channel.w]\ntype = \"webhook\"\n" + lines.joined(separator: "\n") + "\n"
    }

    private static let https = "url = \"https://a.example/x\""
    private static let token = "token = { file = \"/t\" }"

    static let cases = [
        ConfigCase(
            "a mistyped preset",
            webhook(https, "preset = \"slak\""),
            "4:10: error: channel.w.preset: expected one of 'none', 'ntfy', 'gotify', 'slack', "
                + "'discord', 'matrix', 'mattermost', 'home-assistant', 'telegram', 'apprise', "
                + "not 'slak'; did you mean 'slack'?"
        ),
        ConfigCase(
            "plain http to somebody else's host",
            webhook("url = \"http://hidden.example/x\""),
            "3:7: error: channel.w.url: plain http can be read on its way; use https, "
                + "or give 'insecure = true' to send it all the same"
        ),
        ConfigCase("which is allowed", webhook("url = \"http://a.example/x\"", "insecure = true")),
        ConfigCase("and needs no leave at home", webhook("url = \"http://nas.local:8080/x\"")),
        ConfigCase("or by a private address", webhook("url = \"http://[fd00::1]/x\"")),
        ConfigCase(
            "insecure https",
            webhook(https, "insecure = true"),
            "4:12: warning: channel.w.insecure: changes nothing here: certificates are verified "
                + "all the same; 'ca_file' trusts another"
        ),
        ConfigCase(
            "certificates that are nowhere",
            webhook(https, "ca_file = \"ca.pem\""),
            "4:11: error: channel.w.ca_file: 'ca.pem' is not an absolute path"
        ),
        ConfigCase(
            "a token that is missing",
            webhook(https, "preset = \"gotify\""),
            "1:1: error: channel.w.token: missing: preset 'gotify' needs one: "
                + "{ credential = \"NAME\" } or { file = \"/PATH\" }"
        ),
        ConfigCase(
            "a token that is of no use",
            webhook(https, "preset = \"discord\"", token),
            "5:9: error: channel.w.token: preset 'discord' takes none; "
                + "its address holds all it needs"
        ),
        ConfigCase(
            "a room that is missing",
            webhook("url = \"https://m.example\"", "preset = \"matrix\"", token),
            "1:1: error: channel.w.room: missing: the id of a room, "
                + "such as '!abcdef:matrix.example'"
        ),
        ConfigCase(
            "an alias of a room",
            webhook(
                "url = \"https://m.example\"",
                "preset = \"matrix\"",
                token,
                "room = \"#us:m\""
            ),
            "6:8: error: channel.w.room: '#us:m' is not the id of a room, "
                + "such as '!abcdef:matrix.example'; that is an alias of it"
        ),
        ConfigCase(
            "a chat that is none",
            webhook("preset = \"telegram\"", token, "chat = \"us\""),
            "5:8: error: channel.w.chat: 'us' is not a chat's number such as '-1001234567890', "
                + "or '@NAME' of a channel"
        ),
        ConfigCase("a chat by its number", webhook("preset = \"telegram\"", token, "chat = -100")),
        ConfigCase(
            "keys of other presets",
            webhook(https, "room = \"!a:b\"", "chat = 1", "tag = \"x\"", "answers = \"https://b\""),
            "4:1: error: channel.w.room: goes with preset 'matrix', not with 'none'",
            "5:1: error: channel.w.chat: goes with preset 'telegram', not with 'none'",
            "6:1: error: channel.w.tag: goes with preset 'apprise', not with 'none'",
            "7:1: error: channel.w.answers: goes with preset 'ntfy', not with 'none'"
        ),
        ConfigCase(
            "addresses that are not of their service",
            webhook("url = \"https://n.example/\"", "preset = \"ntfy\"")
                + "[channel.h]\ntype = \"webhook\"\npreset = \"home-assistant\"\n\(https)\n"
                + "[channel.g]\ntype = \"webhook\"\npreset = \"gotify\"\n\(token)\n"
                + "url = \"https://g.example/?token=hidden\"\n",
            "3:7: error: channel.w.url: does not end in a topic of ntfy's: "
                + "letters, digits, '-' and '_', at most 64",
            "8:7: error: channel.h.url: has no '/api/webhook/' in it, "
                + "which every address of the service has",
            "13:7: error: channel.g.url: holds a '?' or a '#'; "
                + "preset 'gotify' wants the server's address alone"
        ),
        ConfigCase(
            "buttons that anybody could read",
            webhook(
                "url = \"https://n.example/us\"",
                "preset = \"ntfy\"",
                "answers = \"http://home.example/hidden?x\""
            ),
            "5:11: error: channel.w.answers: plain http can be read on its way; use https, "
                + "or give 'insecure = true' to send it all the same",
            "5:11: error: channel.w.answers: holds a '?' or a '#'; it ends in a path"
        ),
        ConfigCase(
            "flags that are none",
            webhook(https, "insecure = \"yes\""),
            "4:12: error: channel.w.insecure: expected true or false, not 'yes'"
        ),
    ]

    @Test(arguments: cases) func `what is wrong with a webhook is said exactly`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
        #expect(!found.contains { $0.contains("hidden") })
    }

    @Test func `what a webhook says is what it gets`() throws {
        let text = """
            [channel.home]
            type = "webhook"
            preset = "matrix"
            url = "http://matrix.internal:8008"
            token = { credential = "matrix" }
            secret = { file = "/s" }
            room = "!abc:matrix.internal"
            timeout = "30s"
            ca_file = "/etc/ssl/house.pem"

            """
        let household = try #require(readConfig(text + ConfigCase.couple).household)
        let expected = WebhookSettings(
            url: Secret("http://matrix.internal:8008"),
            preset: .matrix,
            token: .credential("matrix"),
            secret: .file("/s"),
            timeout: .seconds(30),
            caFile: "/etc/ssl/house.pem",
            target: "!abc:matrix.internal"
        )
        #expect(household.channels == [Channel(id: "home", kind: .webhook(expected))])
    }

    @Test func `Telegram has one address, which need not be given`() throws {
        let text =
            "[channel.t]\ntype = \"webhook\"\npreset = \"telegram\"\nchat = \"@us\"\n\(Self.token)\n"
        let household = try #require(readConfig(text + ConfigCase.couple).household)
        guard case .webhook(let settings)? = household.channels.first?.kind else {
            Issue.record("no webhook")
            return
        }
        #expect(settings.url == Secret("https://api.telegram.org"))
        #expect(settings.target == "@us")
    }
}
