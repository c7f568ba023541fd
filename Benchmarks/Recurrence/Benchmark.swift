import CivilTime
import Recurrence

/// A case expanded and sought in by this engine, through its public iterator.
struct Benchmark {
    private let example: Case
    private let zone: Zone
    private let schedule: Schedule

    init(_ example: Case, zone: Zone) throws {
        self.example = example
        self.zone = zone
        let rule = try RecurrenceRule(parsing: example.rule)
        schedule = .rule(RecurrenceSet(start: example.start, rule: rule))
    }

    func run() {
        let before = zone.instant(of: example.start) - .seconds(1)
        let times = 50
        let expansion = Stopwatch.median(rounds: 15, times: times * example.count) {
            for _ in 0..<times { expand(after: before) }
        }
        let answer = schedule.occurrences(in: zone, after: before).prefix(Case.answered)
            .reduce(0) { $0 + $1.instant.secondsSinceEpoch }
        example.report("rituald", "", expansion, answer)
        for years in Case.years { seek(years) }
    }

    private func expand(after before: Instant) {
        var iterator = schedule.occurrences(in: zone, after: before).makeIterator()
        var left = example.count
        while left > 0, let occurrence = iterator.next() {
            Stopwatch.keep(occurrence)
            left -= 1
        }
    }

    /// Seeks from the target and from each of the hours after it, so that no answer is foreseen.
    private func seek(_ years: Int) {
        let target = zone.instant(of: example.target(years: years))
        let targets = (0..<5000).map { target + .seconds($0 * 3600) }
        let time = Stopwatch.median(rounds: 15, times: targets.count) {
            for target in targets { Stopwatch.keep(schedule.next(in: zone, after: target)) }
        }
        let answer = schedule.next(in: zone, after: target)?.instant.secondsSinceEpoch
        example.report("rituald", ", seek \(years) years", time, answer)
    }
}
