import CivilTime
import Household
import Planning
import Settings
import SystemZones

/// What the planner costs: one line of a table for each figure.
struct PlannerBenchmarks {
    let sample: SampleHousehold
    let now: Instant

    /// From a household in memory to a planner that knows what is due next.
    func start(_ count: Int) throws {
        let household = try sample.of(count)
        let before = ResidentMemory.bytes
        let watch = Stopwatch()
        let planner = Planner(household, memory: PlannerMemory(), now: now)
        let due = planner.nextDue
        let elapsed = watch.elapsed
        let bytes = (ResidentMemory.bytes - before) / count
        report("start, \(count) rituals", milliseconds(elapsed))
        if count >= 10_000 {
            report("memory, each of \(count) rituals", "\(bytes) B")
        }
        precondition(due.map { $0 > now } ?? false, "the next nudge is later than now")
        withExtendedLifetime(planner) {}
    }

    /// From one due nudge to the next, while a copy of the planner is kept.
    func next(_ count: Int) throws {
        var planner = Planner(try sample.of(count), memory: PlannerMemory(), now: now)
        let household = planner.household.rituals.count
        var decisions = 0
        let rounds = 2_000
        // Its first days are spent, so that what is open is as it is in the long run.
        if let due = planner.nextDue {
            _ = planner.handle(.timeReached(due))
        }
        let watch = Stopwatch()
        for _ in 0..<rounds {
            guard let due = planner.nextDue else {
                break
            }
            decisions += planner.handle(.timeReached(due)).decisions.count
        }
        let each = watch.elapsed / Double(max(1, decisions))
        report("a due nudge, \(household) rituals", "\(digits(each * 1e6)) µs")

        let asking = Stopwatch()
        var last: Instant?
        for _ in 0..<1_000_000 {
            last = planner.nextDue
        }
        let asked = asking.elapsed * 1_000
        report("when the next is due, \(household) rituals", "\(digits(asked)) ns")
        precondition(last == planner.nextDue, "asking changes nothing")
    }

    /// All that was missed in so many years, decided in one step.
    func catchUp(_ count: Int, years: Int64) throws {
        var planner = Planner(try sample.of(count), memory: PlannerMemory(), now: now)
        let back = now + .seconds(years * 31_556_952)
        let watch = Stopwatch()
        let step = planner.handle(.timeReached(back))
        let elapsed = watch.elapsed
        let told = step.decisions.filter { $0.nudge != nil }.count
        report("\(years) years away, \(count) rituals", milliseconds(elapsed))
        report("what follows of that", "\(step.decisions.count) decisions, \(told) nudges")
    }

    /// So many rituals that fall due in the same second.
    func burst(_ count: Int) throws {
        var planner = Planner(try sample.atTen(count), memory: PlannerMemory(), now: now)
        guard let due = planner.nextDue else {
            return
        }
        let watch = Stopwatch()
        let step = planner.handle(.timeReached(due))
        report("\(step.decisions.count) stages due in one second", milliseconds(watch.elapsed))
    }

    /// Every decision of a config's next years, on a virtual clock.
    func simulate(_ path: String, years: Int64) throws {
        let zone = sample.zone
        let reader = ConfigReader(zones: SystemZoneDatabase(), systemZone: zone)
        guard let household = reader.read(file: path).household else {
            report("simulating \(path)", "its config has errors")
            return
        }
        let until = now + .seconds(years * 31_556_952)
        let watch = Stopwatch()
        let count = Simulation(household, from: now, until: until).reduce(0) { sum, _ in sum + 1 }
        report("\(years) years of \(path)", "\(milliseconds(watch.elapsed)), \(count) decisions")
    }

    private func report(_ what: String, _ figure: String) {
        print("| \(what) | \(figure) |")
    }

    private func milliseconds(_ seconds: Double) -> String { "\(digits(seconds * 1_000)) ms" }

    private func digits(_ value: Double) -> String {
        value >= 100 ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
    }
}
