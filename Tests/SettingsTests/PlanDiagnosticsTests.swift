import Testing

@Suite struct PlanDiagnosticsTests {
    static let cases = [
        ConfigCase(
            "no plan named",
            "[[plan]]\nfrom = 2026-01-09\n",
            "1:1: error: plan[#1].use: missing: the name of a plan, one of '3-6-9', '7-7-7', "
                + "'first-month', 'rebuilding', 'tonight'"
        ),
        ConfigCase(
            "a plan that does not exist",
            "[[plan]]\nuse = \"777\"\n",
            "2:7: error: plan[#1].use: there is no plan '777'; allowed: 3-6-9, 7-7-7, "
                + "first-month, rebuilding, tonight"
        ),
        ConfigCase(
            "no start",
            "[[plan]]\nuse = \"7-7-7\"\n",
            "1:1: error: plan[7-7-7].from: missing: the date that the plan counts from, "
                + "such as 2026-01-09"
        ),
        ConfigCase(
            "milestones of nothing",
            "[[plan]]\nuse = \"3-6-9\"\n",
            "1:1: error: plan[3-6-9]: needs 'together_since' in '[household]', "
                + "such as 'together_since = 2026-01-17'"
        ),
        ConfigCase(
            "milestones of a date that is wrong are told of once",
            "[household]\ntogether_since = 2026\n[[plan]]\nuse = \"3-6-9\"\n",
            "2:18: error: household.together_since: expected a date such as 2026-01-09, "
                + "not the integer 2026"
        ),
        ConfigCase(
            "milestones with a start of their own",
            "[household]\ntogether_since = 2026-01-17\n[[plan]]\nuse = \"3-6-9\"\n"
                + "from = 2026-01-09\nsnap = \"fri\"\n",
            "5:1: error: plan[3-6-9].from: does not go with plan '3-6-9', which counts from "
                + "'household.together_since'",
            "6:1: error: plan[3-6-9].snap: does not go with plan '3-6-9', which counts from "
                + "'household.together_since'"
        ),
        ConfigCase(
            "parts, names and times that are wrong, each told of once",
            "[[plan]]\nuse = \"7-7-7\"\nid = \"ours\"\nfrom = 2026-01-09\nat = \"7pm\"\n"
                + "leave_out = [\"dat\"]\npartners = [\"alx\"]\nchannels = [\"phone\"]\nsnapp = 1\n",
            "5:6: error: plan[ours].at: expected a time such as \"19:00\", not '7pm'; "
                + "did you mean \"19:00\"?",
            "6:14: error: plan[ours].leave_out: plan '7-7-7' has no part 'dat'; "
                + "did you mean 'date'?",
            "7:13: error: plan[ours].partners: there is no partner 'alx'; did you mean 'alex'?",
            "8:13: error: plan[ours].channels: there is no channel 'phone'",
            "9:1: error: plan[ours].snapp: unknown key; did you mean 'snap'?"
        ),
        ConfigCase(
            "a weekday for what follows day by day",
            "[[plan]]\nuse = \"tonight\"\nfrom = 2026-01-09\nsnap = \"fri\"\n",
            "4:1: error: plan[tonight].snap: does not go with plan 'tonight', whose days follow "
                + "one another"
        ),
        ConfigCase(
            "parts that wait for kept weeks need no word",
            "[[plan]]\nuse = \"rebuilding\"\nfrom = 2026-01-09\n"
        ),
        ConfigCase(
            "what is silent meanwhile is named once, and goes with a getaway",
            "[[plan]]\nuse = \"7-7-7\"\nfrom = 2026-01-09\nquiets = [\"chek-in\"]\n"
                + "[[plan]]\nuse = \"tonight\"\nfrom = 2026-01-09\nquiets = [\"check-in\"]\n"
                + "[[ritual]]\ntemplate = \"check-in\"\n",
            "4:11: error: plan[7-7-7].quiets: there is no ritual 'chek-in'; did you mean 'check-in'?",
            "8:1: error: plan[tonight].quiets: does not go with a plan that keeps no getaway or trip"
        ),
        ConfigCase(
            "an id that leaves no room",
            "[[plan]]\nuse = \"7-7-7\"\nid = \"\(String(repeating: "x", count: 60))\"\n"
                + "from = 2026-01-09\n",
            "3:6: error: plan[\(String(repeating: "x", count: 60))].id: is too long: it makes "
                + "'\(String(repeating: "x", count: 60))…', of more than 64 characters"
        ),
    ]

    @Test(arguments: cases) func `what is wrong with a plan is said exactly`(
        _ one: ConfigCase
    ) throws {
        let found = try one.diagnostics()
        #expect(found == one.expected, "\(found.joined(separator: "\n"))")
    }
}
