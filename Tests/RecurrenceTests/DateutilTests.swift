import CivilTime
import Foundation
import Recurrence
import Testing

/// Rules drawn from the whole grammar, expanded here and by python-dateutil.
@Suite struct DateutilTests {
    private static let ruleCount = 10_000

    @Test(
        .enabled(
            if: PythonVenv.interpreter() != nil,
            "make test brings python-dateutil, which this compares with"
        )
    )
    func `rules expand as python-dateutil expands them`() throws {
        let python = try #require(PythonVenv.interpreter())
        var generator = RuleGenerator(seed: 5545)
        let rules = (0..<Self.ruleCount).map { _ in generator.next() }
        let input = rules.map { "\($0.start)\t\($0.rule)" }
        let answers = try PythonVenv.lines(python, "dateutil_rules.py", input: input)
        try #require(answers.count == rules.count)
        var random = SeededGenerator(seed: 7529)
        var compared = 0
        var timeouts = 0
        for ((start, rule), answer) in zip(rules, answers) {
            if answer == "timeout" {
                timeouts += 1
            } else if answer.hasPrefix("error Invalid rrule byxxx generates an empty set") {
                // It says so where INTERVAL and a BY part never meet; here the rule is just empty.
                try compare(start, rule, ".", &random)
            } else if answer.hasPrefix("error") {
                Issue.record("\(start) \(rule): \(answer)")
            } else if Self.difference(rule) == nil {
                try compare(start, rule, answer, &random)
                compared += 1
            }
        }
        #expect(compared > 8_000, "\(timeouts) timeouts")
    }

    @Test(
        .enabled(
            if: PythonVenv.interpreter() != nil,
            "make test brings python-dateutil, which this compares with"
        )
    )
    func `what is left out and added is what its rruleset leaves out and adds`() throws {
        let python = try #require(PythonVenv.interpreter())
        var (generator, random) = (RuleGenerator(seed: 65), SeededGenerator(seed: 20_25))
        var cases: [(start: String, rule: String, schedule: Schedule, out: String, also: String)] =
            []
        while cases.count < 2_000 {
            let (start, rule) = generator.next()
            guard Self.difference(rule) == nil else { continue }
            let base = Schedule.rule(
                RecurrenceSet(
                    start: try Fixture.local(Substring(start)),
                    rule: try RecurrenceRule(parsing: rule),
                    reading: .table
                )
            )
            let locals = Expansion.locals(of: base, limit: 20)
            guard locals.count > 2 else { continue }
            // Some of the rule's own times, some beside them, and some in both lists.
            let near = locals.map { time in
                Bool.random(using: &random)
                    ? time : time.adding(Span(seconds: .random(in: 1...90_000, using: &random)))
            }
            let out = near.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
            let also = (near + locals).filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
            let excepted = ExceptedSchedule(base, without: out.map { .start($0) }, and: also)
            cases.append((start, rule, .excepting(excepted), Self.list(out), Self.list(also)))
        }
        let input = cases.map { "\($0.start)\t\($0.rule)\t\($0.out)\t\($0.also)" }
        let answers = try PythonVenv.lines(python, "dateutil_rules.py", input: input)
        try #require(answers.count == cases.count)
        var compared = 0
        for (one, answer) in zip(cases, answers) where answer != "timeout" {
            let wanted = try answer.split(whereSeparator: { $0 == "," || $0 == "." })
                .map { try Fixture.local($0) }
            let limit = answer.hasSuffix(".") ? 30 : min(30, wanted.count)
            let found = Expansion.locals(of: one.schedule, limit: limit)
            #expect(
                found == Array(wanted.prefix(30)),
                "\(one.start) \(one.rule) without \(one.out) and \(one.also)"
            )
            compared += 1
        }
        #expect(compared > 1_500)
    }

    private static func list(_ times: [CivilDateTime]) -> String {
        times.map { $0.description.filter { $0 != "-" && $0 != ":" } }.joined(separator: ",")
    }

    /// Why dateutil's answer is known to be another, or `nil` where it must be the same.
    private static func difference(_ rule: String) -> String? {
        let hasWeek = rule.contains("BYWEEKNO")
        if hasWeek, rule.contains("INTERVAL") || rule.contains("BYSETPOS") {
            // DIFFERENCE: dateutil counts calendar years here, not the years of the weeks.
            return "dateutil cuts weeks at the year's end"
        }
        if hasWeek, rule.contains("-5") {
            // DIFFERENCE: dateutil misses those days of the next year's first week that lie in this
            // year where the week is counted from the end (BYWEEKNO=-53 for 2014-12-30).
            return "dateutil counts weeks from the end within a calendar year"
        }
        if rule.contains("WEEKLY"), rule.contains("BYSETPOS") {
            // DIFFERENCE: BYSETPOS counts the days of the whole week; in the first week dateutil
            // counts from DTSTART on.
            return "dateutil begins the first week with DTSTART"
        }
        let days = rule.split(separator: ";").first { $0.hasPrefix("BYDAY=") }?.dropFirst(6) ?? ""
        let lengths = Set(days.split(separator: ",").map { $0.count > 2 })
        if lengths.count > 1 {
            // DIFFERENCE: of `BYDAY=1SU,MO` dateutil takes what is both and not what is either.
            return "dateutil joins numbered and plain weekdays with and"
        }
        return nil
    }

    private func compare(
        _ start: String,
        _ rule: String,
        _ answer: Substring,
        _ random: inout SeededGenerator
    ) throws {
        let hasEnded = answer.hasSuffix(".")
        let instances = try answer.split(whereSeparator: { $0 == "," || $0 == "." })
            .map { try Fixture.local($0) }
        let set = RecurrenceSet(
            start: try Fixture.local(Substring(start)),
            rule: try RecurrenceRule(parsing: rule),
            reading: .table
        )
        let schedule = Schedule.rule(set)
        let limit = hasEnded ? min(30, instances.count + 1) : min(30, instances.count)
        let found = Expansion.locals(of: schedule, limit: limit)
        guard found == Array(instances.prefix(30)) else {
            Issue.record("\(start) \(rule): \(found.prefix(6)), dateutil \(instances.prefix(6))")
            return
        }
        guard let first = instances.first, let last = instances.last, first < last else { return }
        for _ in 0..<5 {
            let second = Int64.random(in: first.localSeconds..<last.localSeconds, using: &random)
            let wanted = instances.first { $0.localSeconds > second }
            let next = schedule.next(in: .utc, after: Instant(secondsSinceEpoch: second))
            #expect(next?.local == wanted, "\(start) \(rule) after \(second)")
        }
    }
}
