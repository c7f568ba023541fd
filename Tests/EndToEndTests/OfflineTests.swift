import TestKit
import Testing

/// What `ritualctl` does without a daemon.
@Suite(.timeLimit(.minutes(2)))
struct OfflineTests {
    private func ritualctl(_ arguments: String...) async throws -> CommandResult {
        try await CommandResult.of(
            BuiltCommands.ritualctl,
            arguments,
            environment: ["TZ": "UTC", "LANG": "C.UTF-8"]
        )
    }

    private static let example = BuiltCommands.project("config.example.toml")

    @Test func `two years of the example are the same in every run, line for line`() async throws {
        func run() async throws -> CommandResult {
            try await ritualctl(
                "simulate",
                "--config",
                Self.example,
                "--from",
                "2026-01-01",
                "--until",
                "2027-12-31"
            )
        }
        let first = try await run()
        #expect(first.exit == .status(0), "\(first.errors)")
        let second = try await run()
        #expect(first.output == second.output)

        let decisions = try first.output.map { try #require(JSON(text: $0), "\($0)") }
        let fired = decisions.filter { $0["stage"] == "start" && $0["partner"] == "alex" }
        let checkIns = fired.filter { $0["ritual"] == "check-in" }
        #expect(checkIns.count == 730)
        #expect(Set(checkIns.map { $0["occurrence"] }).count == 730)
        let times = decisions.compactMap { $0["at"].string }
        #expect(times == times.sorted(), "in the order of time")
        #expect(times.allSatisfy { $0 >= "2026-01-01" && $0 < "2028-01-02" })
    }

    @Test func `upcoming computes from a config alone`() async throws {
        let result = try await ritualctl(
            "upcoming",
            "--config",
            Self.example,
            "--from",
            "2026-01-09",
            "--count",
            "1",
            "--json"
        )
        #expect(result.exit == .status(0), "\(result)")
        #expect(JSON(text: result.text)?.elements.count == 1)
    }

    @Test func `the example is valid`() async throws {
        let result = try await ritualctl("check", Self.example)
        #expect(result.exit == .status(0), "\(result)")
        let json = try await ritualctl("check", Self.example, "--json")
        #expect(JSON(text: json.text)?["valid"] == .flag(true))
    }

    struct Rule: Sendable, CustomTestStringConvertible {
        var words: [String]
        var expected: [String]
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Rule(
            words: [
                "--rrule", "FREQ=DAILY", "--start", "2026-03-07T02:30", "--zone",
                "America/New_York", "--count", "3",
            ],
            expected: [
                "2026-03-07T02:30:00-05:00[America/New_York]",
                "2026-03-08T03:30:00-04:00[America/New_York]",
                "2026-03-09T02:30:00-04:00[America/New_York]",
            ]
        ),
        Rule(
            words: [
                "--on-calendar", "Sun *-*-* 10:00", "--zone", "Europe/Lisbon", "--after",
                "2026-03-28", "--count", "2",
            ],
            expected: [
                "2026-03-29T10:00:00+01:00[Europe/Lisbon]",
                "2026-04-05T10:00:00+01:00[Europe/Lisbon]",
            ]
        ),
        Rule(
            words: [
                "--every", "7 months", "--start", "2026-01-31T17:00", "--zone", "UTC", "--count",
                "3", "--exclude", "2026-08-31T17:00",
            ],
            expected: [
                "2026-01-31T17:00:00+00:00[UTC]", "2027-03-31T17:00:00+00:00[UTC]",
                "2027-10-31T17:00:00+00:00[UTC]",
            ]
        ),
    ])
    func `recur prints the occurrences of a rule`(rule: Rule) async throws {
        let result = try await CommandResult.of(
            BuiltCommands.ritualctl,
            ["recur"] + rule.words,
            environment: ["TZ": "UTC"]
        )
        #expect(result.exit == .status(0), "\(result)")
        #expect(result.output == rule.expected)
    }

    @Test func `recur names the wall time, the instant and the zone in JSON`() async throws {
        let result = try await ritualctl(
            "recur",
            "--rrule",
            "FREQ=DAILY",
            "--start",
            "2026-03-08T02:30",
            "--zone",
            "America/New_York",
            "--count",
            "1",
            "--json"
        )
        let expected: JSON = .list([
            .object([
                "local": "2026-03-08T02:30:00", "instant": "2026-03-08T07:30:00Z",
                "zone": "America/New_York",
            ])
        ])
        #expect(JSON(text: result.text) == expected, "\(result)")
    }

    @Test func `a rule that is wrong is refused with what is allowed`() async throws {
        let result = try await ritualctl("recur", "--rrule", "FREQ=DAILY;BYDAY=8MX")
        #expect(result.exit == .status(2), "\(result)")
        #expect(result.errors.joined().contains("8MX"), "\(result)")
    }
}
