import CivilTime
import Foundation
import Ledger
import Recurrence
import Delivery
import Household
import Planning

/// How long the ledger takes, and how large it gets, in a folder of the disk in question.
struct LedgerBenchmark {
    let place: String

    func run(years: Int) throws {
        try stampede()
        try singleSteps()
        if years > 0 {
            try grow(years: years)
        }
    }

    private func folder(_ name: String) -> String { "\(place)/\(name)" }

    private func report(_ what: String, _ value: String) {
        print("\(what)\t\(value)")
    }

    private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let began = clock.now
        try body()
        let parts = (clock.now - began).components
        return Double(parts.seconds) * 1_000 + Double(parts.attoseconds) / 1e15
    }

    private func text(_ milliseconds: Double) -> String {
        String(format: milliseconds < 10 ? "%.2f ms" : "%.0f ms", milliseconds)
    }

    private func begin(
        _ household: Household,
        _ ledger: SQLiteLedger,
        at start: Instant
    ) throws -> Planner {
        var planner = Planner(household, memory: try ledger.memory(at: start), now: start)
        try ledger.record(planner.handle(.timeReached(start)))
        return planner
    }

    /// Ten thousand nudges that are due in one second, decided and on the disk.
    private func stampede() throws {
        let start = try Instant(parsing: "2026-01-09T18:00:00Z")
        let household = try BenchmarkHousehold.stampede(rituals: 5_000)
        let ledger = try SQLiteLedger(directory: folder("stampede"))
        var planner = try begin(household, ledger, at: start)
        var count = 0
        let time = try milliseconds {
            let step = planner.handle(.timeReached(start + .seconds(3_600)))
            try ledger.record(step)
            count = step.decisions.count
        }
        report("\(count) nudges due in one second, in the ledger", text(time))
        var due = 0
        let read = try milliseconds {
            let now = start + .seconds(3_600)
            for channel in try ledger.channels(dueAt: now) {
                due += try ledger.deliveries(dueAt: now, on: channel, limit: 16).count
            }
        }
        report("the first \(due) of them read from the outbox", text(read))
    }

    /// One decision at a time, with its delivery: what an ordinary evening costs.
    private func singleSteps() throws {
        let start = try Instant(parsing: "2026-01-01T00:00:00Z")
        let ledger = try SQLiteLedger(directory: folder("single"))
        var planner = try begin(BenchmarkHousehold.thirty(), ledger, at: start)
        var times: [Double] = []
        while times.count < 300, let due = planner.nextDue {
            times.append(try milliseconds { try ledger.record(planner.handle(.timeReached(due))) })
        }
        times.sort()
        report("a step, median of \(times.count)", text(times[times.count / 2]))
        report("a step, slowest of 100", text(times[times.count * 99 / 100]))
    }

    /// Years of thirty rituals, every nudge delivered by two channels, and what that takes.
    private func grow(years: Int) throws {
        let directory = folder("years")
        let start = try Instant(parsing: "2026-01-01T00:00:00Z")
        let household = try BenchmarkHousehold.thirty()
        do {
            let ledger = try SQLiteLedger(directory: directory)
            var planner = try begin(household, ledger, at: start)
            var year = 1
            while year <= years, let due = planner.nextDue {
                while due >= start + .seconds(Int64(year) * 31_556_952) {
                    try ledger.performMaintenance(before: due - .seconds(90 * 86_400))
                    let summary = try ledger.summary()
                    report(
                        "year \(year)",
                        "\(summary.bytes) bytes, \(summary.decisions) decisions"
                    )
                    year += 1
                }
                try ledger.record(planner.handle(.timeReached(due)))
                try deliver(from: ledger, at: due)
            }
            let backup = try milliseconds {
                _ = try ledger.backUp(unlessMadeSince: .distantFuture)
            }
            report("a backup of \(years) years", text(backup))
        }
        let opening = try milliseconds { _ = try SQLiteLedger(directory: directory) }
        report("opening \(years) years, checked", text(opening))
        let ledger = try SQLiteLedger(directory: directory)
        let now = start + .seconds(Int64(years) * 31_556_952)
        let planning = try milliseconds {
            _ = Planner(household, memory: try ledger.memory(at: now), now: now)
        }
        report("a planner from \(years) years", text(planning))
    }

    /// Has everything that is due arrive at once.
    private func deliver(from ledger: SQLiteLedger, at now: Instant) throws {
        for channel in try ledger.channels(dueAt: now) {
            for delivery in try ledger.deliveries(dueAt: now, on: channel, limit: 200) {
                _ = try ledger.begin(delivery.id, at: now)
                let attempt = DeliveryAttempt(.delivered, detail: "HTTP 200")
                let end = DeliveryEnd(
                    delivery.id,
                    as: .delivered,
                    detail: attempt.detail,
                    attempt: attempt
                )
                try ledger.finish(end, at: now)
            }
        }
    }
}
