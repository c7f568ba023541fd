import CivilTime
import Household
import Planning
import Recurrence
import TestKit

/// A household, and what happens to it, as the dice of a seed fall.
struct RandomLife {
    /// What may happen beside the passing of time.
    struct Happenings: OptionSet {
        let rawValue: Int
        static let words = Happenings(rawValue: 1)
        static let reloads = Happenings(rawValue: 2)
        static let restarts = Happenings(rawValue: 4)
        static let clockChanges = Happenings(rawValue: 8)
        static let downtime = Happenings(rawValue: 16)
        static let holds = Happenings(rawValue: 32)
        static let undos = Happenings(rawValue: 64)
        /// Not an event: some weekday, and some dates, are days of rest.
        static let rests = Happenings(rawValue: 128)
    }

    let start: Instant
    private(set) var keeper: ModelKeeper
    /// What was not as it must be.
    private(set) var faults: [String] = []
    private var random: HouseholdDice
    private let happenings: Happenings
    /// Restarts have dice of their own, so that a life without them is otherwise the same.
    private var fate: Dice

    init(seed: UInt64, _ happenings: Happenings) throws {
        random = try HouseholdDice(seed: seed)
        self.happenings = happenings
        fate = Dice(seed: seed &+ 0x5EED)
        start = try random.start()
        var household = try random.household()
        if happenings.contains(.rests) {
            household.rests = try Self.rests(seed, household.zone, from: start)
            household.rituals[0].rests = !seed.isMultiple(of: 4)
        }
        keeper = ModelKeeper(household, from: start)
    }

    /// A weekday, and a few dates in a row.
    private static func rests(_ seed: UInt64, _ zone: Zone, from start: Instant) throws -> Rests {
        var dice = Dice(seed: seed)
        let day = dice.pick(["Mon", "Wed", "Sat", "Sat,Sun", "Fri"])
        let first = zone.local(at: start).date.adding(days: dice.roll(2...30))
        let dates = Set((0..<dice.roll(1...9)).map { first.adding(days: $0) })
        return Rests([
            Rest(
                label: "Shabbat",
                .rule(.calendar(try .init(parsing: day), notBefore: nil)),
                in: zone
            ),
            Rest(.dates(dates), in: zone),
        ])
    }

    mutating func live(_ events: Int) throws {
        for _ in 0..<events {
            try step()
            check()
        }
        // Far past everything that was laid out.
        keeper.run(until: max(keeper.now, keeper.planner.through) + .seconds(30 * 86_400))
        check()
        faults += keeper.ledger.breaches
        faults += keeper.ledger.dangling.map { "told by a nudge that never was: \($0)" }
        faults += keeper.ledger.decisions.values.compactMap(noise)
        faults += crowds + broken
    }

    private mutating func step() throws {
        if happenings.contains(.restarts), fate.chance(30) {
            keeper.restart()
        }
        switch random.dice.roll(0...13) {
        case 0 where happenings.contains(.holds): hold()
        case 1 where happenings.contains(.undos): undo()
        case 0...4 where happenings.contains(.words): try say()
        case 5 where happenings.contains(.reloads):
            let changed = try random.changed(keeper.planner.household)
            happenings.contains(.restarts) && random.dice.chance(30)
                ? keeper.restart(changed) : keeper.reload(changed)
        case 6 where happenings.contains(.clockChanges):
            let ahead = random.dice.pick([90, 3_600, 9 * 3_600, 3 * 86_400, 25 * 86_400])
            let before = keeper.now
            keeper.wake(at: before + .seconds(ahead))
            check()
            keeper.wake(at: before + .seconds(random.dice.roll(0...60)))
        case 7 where happenings.contains(.downtime):
            keeper.wake(at: keeper.now + .seconds(random.dice.roll(1...(15 * 1_440)) * 60))
        default:
            keeper.run(
                until: keeper.now
                    + .seconds(random.dice.pick([1, 59, 600, 3_600, 86_400, 200_000]))
            )
        }
    }

    private mutating func say() throws {
        let ritual = random.dice.pick(keeper.planner.household.rituals)
        let from = keeper.now - .seconds(random.dice.roll(0...14) * 86_400)
        guard let occurrence = ritual.schedule?.next(in: ritual.zone, after: from) else {
            return
        }
        let minutes = Int64(random.dice.roll(1...6_000))
        let target = ritual.zone.local(at: keeper.now)
            .adding(Span(seconds: Int64(random.dice.roll(-3_000...20_000)) * 60))
        let kind: Outcome.Kind =
            switch random.dice.roll(0...6) {
            case 0: .done
            case 1: .skipped
            case 2, 3: .moved(to: target)
            default: .snoozed(until: keeper.now + .seconds(minutes * 60))
            }
        let partner = random.dice.pick([nil, "alex", "sam"])
        keeper.say(kind, of: ritual.key(of: occurrence), by: partner)
    }

    private mutating func hold() {
        let rituals = keeper.planner.household.rituals.map(\.id)
        let ritual = random.dice.chance(40) ? nil : random.dice.pick(rituals)
        guard random.dice.chance(60) else {
            keeper.perform(.release(ritual: ritual, at: keeper.now))
            return
        }
        let from = keeper.now + .seconds(random.dice.pick([0, 0, 0, 3_600, 86_400]))
        let hold = Hold(
            ritual: ritual,
            from: from,
            until: from + .seconds(random.dice.roll(1...(6 * 1_440)) * 60)
        )
        keeper.perform(.hold(hold, at: keeper.now))
    }

    private mutating func undo() {
        let words = keeper.ledger.outcomes.filter { $0.undone == nil }
        guard !words.isEmpty else {
            return
        }
        let word = random.dice.pick(Array(words.suffix(4)))
        keeper.perform(
            .undo(
                word.occurrence,
                by: random.dice.chance(50) ? word.partner : nil,
                at: keeper.now
            )
        )
    }

    private mutating func check() {
        if let due = keeper.planner.nextDue, due <= keeper.planner.through {
            faults.append("due at \(due), which is not after \(keeper.planner.through)")
        }
    }

    /// Partners who were told twice at one time.
    private var crowds: [String] {
        let told = keeper.ledger.told.map { "\($0.notBefore ?? $0.decided) \($0.key.partner)" }
        let counted = Dictionary(told.map { ($0, 1) }, uniquingKeysWith: +)
        // A clock that is set back shows a time twice, and a reload at it is a step of its own.
        let isCalm = happenings.isDisjoint(with: [.clockChanges, .reloads, .downtime, .words])
        return isCalm ? counted.filter { $0.value > 1 }.keys.map { "told twice at \($0)" } : []
    }

    /// What was told although a hold that stood at the time covers it.
    private var broken: [String] {
        // Under a clock that was ahead a hold was not known that was said after it came back.
        guard !happenings.contains(.clockChanges) else {
            return []
        }
        return keeper.ledger.told.filter { ![.digest, .notice].contains($0.key.stage.kind) }
            .compactMap { decision in
                let hold = keeper.ledger.holds.last { hold in
                    hold.covers(decision.key.occurrence.ritual, at: decision.decided)
                        && hold.from < decision.decided
                }
                return hold.map { "told in \($0): \(decision)" }
            }
    }

    /// What is wrong with a decision that tells something in quiet hours.
    private func noise(_ decision: Decision) -> String? {
        guard !happenings.contains(.reloads), let nudge = decision.nudge, !nudge.isUrgent,
            let partner = keeper.planner.household.partner(nudge.partner)
        else {
            return nil
        }
        let ritual = keeper.planner.household.ritual(decision.key.occurrence.ritual)
        let shown = decision.notBefore ?? decision.decided
        if let rest = keeper.planner.household.rests.rest(at: shown), ritual?.rests ?? true {
            return "told at \(shown), in \(rest.label): \(decision)"
        }
        let told = partner.zone.local(at: shown)
        let isQuiet = partner.quietHours?.window.contains(told.time) ?? false
        return isQuiet ? "told in quiet hours at \(told): \(decision)" : nil
    }
}
