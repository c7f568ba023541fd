import Household
import Settings
import Testing

@Suite struct MailDiagnosticsTests {
    private static func mail(_ lines: String...) -> String {
        "[channel.m]\ntype = \"mail\"\n" + lines.joined(separator: "\n") + "\n"
    }

    private static let server = "url = \"smtps://hidden.example\""
    private static let from = "from = \"us@a.example\""
    private static let to = "to = \"alex@b.example\""

    static let cases = [
        ConfigCase(
            "nothing",
            mail(),
            "1:1: error: channel.m.url: missing: a mail server such as 'smtps://mail.example' "
                + "or 'smtp://mail.example:587'",
            "1:1: error: channel.m.from: missing: a plain address such as 'us@example.org'",
            "1:1: error: channel.m.to: missing: a plain address such as 'us@example.org', "
                + "or a list of them"
        ),
        ConfigCase(
            "addresses that would be more than one",
            mail(
                server,
                "from = \"Us <us@a.example>\"",
                "to = [\"a@b\", \"c@d\\r\\nBcc: e@f\"]"
            ),
            "4:8: error: channel.m.from: 'Us <us@a.example>' is not a plain address "
                + "such as 'us@example.org'",
            "5:14: error: channel.m.to: 'c@d\\u{d}\\u{a}Bcc: e@f' is not a plain address "
                + "such as 'us@example.org'"
        ),
        ConfigCase(
            "nobody",
            mail(server, from, "to = []"),
            "5:6: error: channel.m.to: is empty; give a plain address such as 'us@example.org'"
        ),
        ConfigCase(
            "servers that are none",
            mail("url = \"https://hidden.example\"", from, to)
                + "[channel.n]\ntype = \"mail\"\n\(from)\n\(to)\nurl = \"smtp://me:hidden@b.example/?x\"\n",
            "3:7: error: channel.m.url: the address begins with neither 'smtps://' nor 'smtp://'",
            "10:7: error: channel.n.url: the address holds a name or a password; "
                + "give 'user' and 'password'",
            "10:7: error: channel.n.url: the address holds a '?' or a '#'"
        ),
        ConfigCase(
            "half of a login",
            mail(server, from, to, "user = \"us\"")
                + "[channel.n]\ntype = \"mail\"\n\(server)\n\(from)\n\(to)\npassword = { file = \"/p\" }\n",
            "1:1: error: channel.m.password: missing: of the user: "
                + "{ credential = \"NAME\" } or { file = \"/PATH\" }",
            "7:1: error: channel.n.user: missing: whose password it is"
        ),
        ConfigCase(
            "a password in the config, which is not repeated",
            mail(server, from, to, "user = \"us\"", "password = \"hidden\""),
            "7:12: error: channel.m.password: a secret never stands in the config itself; say "
                + "where it is kept: { credential = \"NAME\" } or { file = \"/PATH\" }"
        ),
    ]

    @Test(arguments: cases) func `what is wrong with mail is said exactly`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
        #expect(!found.contains { $0.contains("hidden") })
    }

    @Test func `what a mail channel says is what it gets`() throws {
        let text = """
            [channel.post]
            type = "mail"
            url = "smtp://mail.example:587"
            from = "us@a.example"
            to = ["alex@b.example", "sam@c.example"]
            user = "us"
            password = { credential = "mail" }
            timeout = "1m"
            ca_file = "/etc/ssl/house.pem"
            insecure = true

            """
        let household = try #require(readConfig(text + ConfigCase.couple).household)
        let expected = MailSettings(
            url: Secret("smtp://mail.example:587"),
            from: "us@a.example",
            recipients: ["alex@b.example", "sam@c.example"],
            user: "us",
            password: .credential("mail"),
            timeout: .seconds(60),
            caFile: "/etc/ssl/house.pem",
            isInsecure: true
        )
        #expect(household.channels == [Channel(id: "post", kind: .mail(expected))])
    }
}
