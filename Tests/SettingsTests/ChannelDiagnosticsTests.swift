import Testing

@Suite struct ChannelDiagnosticsTests {
    static let cases = [
        ConfigCase(
            "no type",
            "[channel.phone]\n",
            "1:1: error: channel.phone.type: missing: "
                + "one of 'stdout', 'journal', 'desktop', 'webhook', 'mail', 'command'"
        ),
        ConfigCase(
            "a mistyped type",
            "channel.phone.type = \"webhok\"\n",
            "1:22: error: channel.phone.type: expected one of 'stdout', 'journal', 'desktop', "
                + "'webhook', 'mail', 'command', not 'webhok'; did you mean 'webhook'?"
        ),
        ConfigCase(
            "a name in capitals",
            "[channel.Phone]\ntype = \"desktop\"\n",
            "1:10: error: channel.Phone: 'Phone' is not made of lowercase letters, digits and "
                + "hyphens, at most 64; did you mean 'phone'?"
        ),
        ConfigCase(
            "a key of another type",
            "[channel.out]\ntype = \"stdout\"\nurl = \"https://a.example\"\nformatt = \"json\"\n",
            "3:1: error: channel.out.url: goes with type 'webhook' or 'mail', "
                + "not with 'stdout'",
            "4:1: error: channel.out.formatt: unknown key; did you mean 'format'?"
        ),
        ConfigCase(
            "how much it shows, where there is nothing to choose or no such word",
            "[channel.a]\ntype = \"command\"\nrun = [\"true\"]\nshow = \"all\"\n"
                + "[channel.b]\ntype = \"journal\"\nshow = \"all\"\n"
                + "[channel.c]\ntype = \"desktop\"\nshow = \"title\"\n"
                + "[channel.d]\ntype = \"stdout\"\nshwo = \"all\"\n",
            "4:1: error: channel.a.show: goes with type 'stdout' or 'desktop' or 'webhook' or "
                + "'mail', not with 'command'",
            "7:1: error: channel.b.show: goes with type 'stdout' or 'desktop' or 'webhook' or "
                + "'mail', not with 'journal'",
            "10:8: error: channel.c.show: expected one of 'all', 'titles', 'discreet', "
                + "not 'title'; did you mean 'titles'?",
            "13:1: error: channel.d.shwo: unknown key; did you mean 'show'?"
        ),
        ConfigCase(
            "whose it is, where there is nobody of that name",
            "[channel.a]\ntype = \"desktop\"\npartner = \"alx\"\n"
                + "[channel.b]\ntype = \"journal\"\npartner = 1\n",
            "3:11: error: channel.a.partner: there is no partner 'alx'; did you mean 'alex'?",
            "6:11: error: channel.b.partner: expected the id of a partner, not the integer 1"
        ),
        ConfigCase(
            "a secret in the config, which is not repeated",
            "[channel.w]\ntype = \"webhook\"\nurl = \"https://a.example\"\n"
                + "token = \"tk_hidden\"\nsecret = \"whsec_hidden\"\n",
            "4:9: error: channel.w.token: a secret never stands in the config itself; say where "
                + "it is kept: { credential = \"NAME\" } or { file = \"/PATH\" }",
            "5:10: error: channel.w.secret: a secret never stands in the config itself; say where "
                + "it is kept: { credential = \"NAME\" } or { file = \"/PATH\" }"
        ),
        ConfigCase(
            "a secret that is kept nowhere, twice, or out of reach",
            "[channel.w]\ntype = \"webhook\"\nurl = \"https://a.example\"\n"
                + "token = {}\nsecret = { credential = \"a\", file = \"/b\" }\n"
                + "[channel.x]\ntype = \"webhook\"\nurl = \"https://a.example\"\n"
                + "token = { credential = \"a/b\" }\nsecret = { file = \"b\" }\n",
            "4:9: error: channel.w.token: does not say where the secret is kept; "
                + "give { credential = \"NAME\" } or { file = \"/PATH\" }",
            "5:10: error: channel.w.secret: holds both 'credential' and 'file'; give one of them",
            "9:24: error: channel.x.token.credential: 'a/b' is not the name of a credential: "
                + "a file name without '/'",
            "10:19: error: channel.x.secret.file: 'b' is not an absolute path"
        ),
        ConfigCase(
            "addresses that are none, which are not repeated",
            "[channel.a]\ntype = \"webhook\"\n[channel.b]\ntype = \"webhook\"\nurl = \"ftp://x\"\n"
                + "[channel.c]\ntype = \"webhook\"\nurl = \"https://:80/x\"\n"
                + "[channel.d]\ntype = \"webhook\"\nurl = \"https://a.example:99999\"\n"
                + "[channel.e]\ntype = \"webhook\"\nurl = \"https://a.example/a b\"\n",
            "1:1: error: channel.a.url: missing: an address such as 'https://ntfy.example/us'",
            "5:7: error: channel.b.url: the address begins with neither 'http://' nor 'https://'",
            "8:7: error: channel.c.url: the address names no host",
            "11:7: error: channel.d.url: the port of the address is not between 1 and 65535",
            "14:7: error: channel.e.url: the address holds a blank or a character that is not "
                + "ASCII; write it percent-encoded"
        ),
        ConfigCase(
            "a password in an address",
            "[channel.w]\ntype = \"webhook\"\nurl = \"https://me:hidden@a.example\"\n",
            "3:7: warning: channel.w.url: the address holds a name or a password; "
                + "give 'token' instead"
        ),
        ConfigCase(
            "a time limit out of bounds",
            "[channel.w]\ntype = \"webhook\"\nurl = \"https://a.example\"\ntimeout = \"0s\"\n"
                + "[channel.x]\ntype = \"command\"\nrun = [\"x\"]\ntimeout = \"1 day\"\n"
                + "[channel.y]\ntype = \"command\"\nrun = [\"x\"]\ntimeout = 15\n",
            "4:11: error: channel.w.timeout: '0s' is not between '1s' and '5m'",
            "8:11: error: channel.x.timeout: '1 day' is not between '1s' and '5m'",
            "12:11: error: channel.y.timeout: expected a length such as '90m', '3h', '2 days' or "
                + "'P3W', not the integer 15"
        ),
        ConfigCase(
            "buttons of a desktop that make no sense",
            "[channel.a]\ntype = \"desktop\"\nlater = \"10s\"\nopen = []\n"
                + "[channel.b]\ntype = \"desktop\"\nlater = \"1 day\"\nopen = \"foot\"\n",
            "3:9: error: channel.a.later: '10s' is not between '1m' and '24h'",
            "4:8: error: channel.a.open: names no program; give a program and its arguments, "
                + "such as [\"foot\", \"ritualctl\", \"today\"]",
            "7:9: error: channel.b.later: '1 day' is not between '1m' and '24h'",
            "8:8: error: channel.b.open: expected a list of strings, not 'foot'"
        ),
        ConfigCase(
            "a wait for a person that makes no sense",
            "[channel.a]\ntype = \"desktop\"\nattention = \"presnt\"\nelse_after = \"10s\"\n"
                + "[channel.b]\ntype = \"desktop\"\nattention = true\nelse_after = 15\n"
                + "[channel.c]\ntype = \"journal\"\nattention = \"present\"\n",
            "3:13: error: channel.a.attention: expected one of 'any', 'present', not 'presnt'; "
                + "did you mean 'present'?",
            "4:14: error: channel.a.else_after: '10s' is not between '1m' and '24h'",
            "7:13: error: channel.b.attention: expected one of 'any', 'present', not true",
            "8:14: error: channel.b.else_after: expected a length such as '90m', '3h', '2 days' or "
                + "'P3W', not the integer 15",
            "11:1: error: channel.c.attention: goes with type 'desktop', not with 'journal'"
        ),
        ConfigCase(
            "a program that is none",
            "[channel.a]\ntype = \"command\"\n[channel.b]\ntype = \"command\"\nrun = []\n"
                + "[channel.c]\ntype = \"command\"\nrun = \"x -y\"\n",
            "1:1: error: channel.a.run: missing: the program and its arguments, "
                + "such as [\"notify-me\", \"--quiet\"]",
            "5:7: error: channel.b.run: names no program; give the program and its arguments, "
                + "such as [\"notify-me\", \"--quiet\"]",
            "8:7: error: channel.c.run: expected a list of strings, not 'x -y'"
        ),
    ]

    @Test(arguments: cases) func `what is wrong with a channel is said exactly`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
    }
}
