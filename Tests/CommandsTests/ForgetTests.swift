import Commands
import Delivery
import Testing

@testable import ControlAPI

/// `forget`: it asks first, and says what is gone.
struct ForgetTests {
    private func ritualctl(
        answering answer: String? = nil
    ) throws -> Ritualctl {
        var ritualctl = Ritualctl()
        ritualctl.isTerminal = answer != nil
        ritualctl.environment["COLUMNS"] = "200"
        ritualctl.answers = answer.map { answer in { answer } }
        var erased = Erased()
        erased.occurrences = 12
        erased.decisions = 40
        erased.outcomes = 9
        erased.notes = 1
        erased.nudges = 40
        erased.deliveries = 1
        erased.damaged = 1
        erased.kept = 1
        let request = ForgetRequest(ritual: "date-night")
        try ritualctl.daemon.answer(.forget, with: ForgetMessage(erased, request))
        return ritualctl
    }

    @Test func `on a terminal it asks, and a yes is needed`() throws {
        let yes = try ritualctl(answering: " Yes ")
        let result = try yes.run("forget", "date-night", "--no-color")
        #expect(
            result.output == """
                erased for good: 12 occurrences, 9 words, 1 note or reason, 40 decisions, 40 nudges, \
                1 delivery, 1 damaged ledger
                kept, because it is open or to come: 1 occurrence

                """
        )
        #expect(
            result.errors == """
                This erases everything about 'date-night' that lies behind, for good, in the backups \
                too. Go on? [y/N]\u{20}
                """
        )
        #expect(
            yes.daemon.requests == [
                ControlRequest(
                    .forget,
                    body: #"{"before":null,"notes":null,"ritual":"date-night"}"#
                )
            ]
        )
        let no = try ritualctl(answering: "")
        let kept = try no.run("forget", "--notes")
        #expect(kept.code == 1 && kept.errors.hasSuffix("ritualctl: nothing was erased\n"))
        #expect(no.daemon.requests.isEmpty)
    }

    @Test func `without a terminal it wants --yes`() throws {
        let ritualctl = try ritualctl()
        let refused = try ritualctl.run("forget", "--before", "2025-01-01")
        #expect(refused.code == 64)
        #expect(refused.errors.contains("--yes"))
        #expect(ritualctl.daemon.requests.isEmpty)
        let done = try ritualctl.run("forget", "--before", "2025-01-01", "--yes", "--json")
        #expect(done.code == 0 && done.output.contains(#""occurrences" : 12"#))
    }

    @Test(arguments: [
        [], ["date-night", "--notes"], ["--before", "2025-01-01", "--notes"],
        ["--before", "some year"],
    ])
    func `what it does not understand is bad usage`(arguments: [String]) throws {
        let result = try ritualctl().run(["forget"] + arguments + ["--yes"])
        #expect(result.code == 64)
    }
}
