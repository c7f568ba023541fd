import CivilTime
import Foundation
import Glibc
import Recurrence
import SystemZones

/// One rule, expanded and sought in, by this engine and by Foundation.
struct Benchmark {
    private let name: String
    private let rule: String
    private let count: Int
    private let zone: Zone
    private let schedule: Schedule
    private let start: Instant
    private static let rounds = 15
    private static let year: Int64 = 31_556_952

    init(_ columns: [String], zone: Zone) throws {
        name = columns[0]
        rule = columns[2]
        count = Int(columns[3]) ?? 0
        self.zone = zone
        let local = try CivilDateTime(parsing: columns[1])
        start = zone.instant(of: local)
        schedule = .rule(
            RecurrenceSet(start: local, rule: try RecurrenceRule(parsing: columns[2]))
        )
    }

    func runEngine() {
        report("rituald", name, median(times: 50 * count) { expand(times: 50) })
        for years in [20, 2000] {
            let target = start + .seconds(Int64(years) * Self.year)
            let seek = median(times: 5000) {
                for index in 0..<5000 {
                    keep(schedule.next(in: zone, after: target + .seconds(index * 3600)))
                }
            }
            report("rituald", "\(name), seek \(years) years", seek)
        }
    }

    private func expand(times: Int) {
        let after = start - .seconds(1)
        for _ in 0..<times {
            var iterator = schedule.occurrences(in: zone, after: after).makeIterator()
            var left = count
            while left > 0, let occurrence = iterator.next() {
                keep(occurrence)
                left -= 1
            }
        }
    }

    func runFoundation() throws {
        guard let rule = try foundationRule() else { return }
        let date = Date(timeIntervalSince1970: Double(start.secondsSinceEpoch))
        let few = min(count, 500)
        let expansion = median(times: few) {
            for found in rule.recurrences(of: date).prefix(few) { keep(found) }
        }
        report("Foundation", name, expansion)
        guard name.hasPrefix("weekly") else { return }
        let target = date.addingTimeInterval(20 * Double(Self.year))
        let seek = median(times: 1) {
            keep(
                rule.recurrences(of: date, in: target..<target.addingTimeInterval(1e7)).first { _ in
                    true
                }
            )
        }
        report("Foundation", "\(name), seek 20 years", seek)
    }

    /// The rule in Foundation's terms, where it has them.
    private func foundationRule() throws -> Calendar.RecurrenceRule? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "America/New_York") ?? .gmt
        var result = Calendar.RecurrenceRule(calendar: calendar, frequency: .daily)
        switch name {
        case "daily", "daily at 02:30": break
        case "monthly, last Friday":
            result.frequency = .monthly
            result.weekdays = [.nth(-1, .friday)]
        case "yearly, BYSETPOS":
            result.frequency = .yearly
            result.months = [1, 7]
            result.weekdays = [.every(.monday), .every(.wednesday)]
            result.setPositions = [2, -1]
        case "weekly, INTERVAL=7":
            result.frequency = .weekly
            result.interval = 7
        case "workdays":
            result.frequency = .weekly
            result.weekdays = [.monday, .tuesday, .wednesday, .thursday, .friday].map { .every($0) }
        default: return nil
        }
        return result
    }

    /// Returns the median of the rounds, in nanoseconds for one of `times`.
    private func median(times: Int, _ body: () -> Void) -> Double {
        body()
        let rounds = (0..<Self.rounds).map { _ in
            let begin = processorTime()
            body()
            return processorTime() - begin
        }.sorted()
        return rounds[Self.rounds / 2] / Double(times)
    }

    /// The time that the thread has had on a processor, in nanoseconds.
    private func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    private func report(_ engine: String, _ name: String, _ nanoseconds: Double) {
        print("\(engine)\t\(name)\t\(nanoseconds)")
    }

    @inline(never)
    private func keep<T>(_ value: T) {
        withExtendedLifetime(value) {}
    }
}
