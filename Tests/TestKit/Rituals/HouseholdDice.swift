package import CivilTime
import Recurrence
package import Household

/// Households as random as couples are: zones, quiet hours, schedules and ladders by the dice.
package struct HouseholdDice {
    package var dice: Dice
    private let zones: [Zone]
    /// Times of day with those that clocks jump over or show twice.
    private let times = ["00:10", "01:30", "02:30", "03:10", "07:00", "12:00", "19:00", "22:45"]
    private let windows = [
        "22:30-07:00", "23:00-02:30", "00:30-08:00", "21:00-01:30", "13:00-15:00",
    ]
    private let spans = ["1 month", "3w", "7d", "3d", "1d", "26h", "12h", "2h", "45m"]

    package init(seed: UInt64) throws {
        dice = Dice(seed: seed)
        zones = try SettledZone.allCases.map { try $0.zone }
    }

    /// An instant of 2026, often near a change of the clocks.
    package mutating func start() throws -> Instant {
        let days =
            dice.chance(50) ? dice.pick([60, 80, 90, 265, 270, 298, 304]) : dice.roll(0...364)
        let january = try Instant(parsing: "2026-01-01T00:00:00Z")
        return january + .seconds(days * 86_400 + dice.roll(0...1439) * 60)
    }

    package mutating func household() throws -> Household {
        let zone = dice.pick(zones)
        let partners = try ["alex", "sam"].map { id in
            Partner(
                id: id,
                name: id,
                zone: dice.chance(60) ? zone : dice.pick(zones),
                quietHours: dice.chance(70) ? try QuietHours.of(dice.pick(windows)) : nil,
                tone: dice.pick(Tone.allCases)
            )
        }
        var rituals: [Ritual] = []
        for number in 1...dice.roll(1...4) {
            rituals.append(try ritual("ritual-\(number)", zone, after: rituals.map(\.id)))
        }
        return .of(zone: zone, partners: partners, rituals)
    }

    /// The household with something about it changed.
    package mutating func changed(_ household: Household) throws -> Household {
        var changed = household
        switch dice.roll(0...5) {
        case 0:
            let window = try QuietHours.of(dice.pick(windows))
            changed.partners[dice.roll(0...1)].quietHours = dice.chance(30) ? nil : window
        case 1:
            let index = dice.roll(0...(household.rituals.count - 1))
            changed.rituals[index].ladder = try ladder()
        case 2:
            let index = dice.roll(0...(household.rituals.count - 1))
            changed.rituals[index].duration = try Span.of(dice.pick(["0m", "3h", "2d"]))
        case 3:
            let ids = household.rituals.map(\.id)
            var id = "added-\(dice.roll(0...999))"
            // A config with one id twice is refused, so no planner meets it.
            while ids.contains(id) {
                id = "added-\(dice.roll(0...999))"
            }
            changed.rituals.append(try ritual(id, household.zone, after: ids))
        case 4 where household.rituals.count > 1:
            let gone = changed.rituals.remove(at: dice.roll(0...(household.rituals.count - 1))).id
            for index in changed.rituals.indices {
                changed.rituals[index].absorbedBy.removeAll { $0 == gone }
            }
        default:
            try changeLaw(&changed)
        }
        return changed
    }

    /// The zone's clocks go by another law from now on, under the same name.
    private mutating func changeLaw(_ household: inout Household) throws {
        let rule = dice.pick(SettledZone.allCases).rule
        let zone = try Zone(household.zone.identifier, rule: rule)
        for index in household.rituals.indices { household.rituals[index].zone = zone }
        for index in household.partners.indices
        where household.partners[index].zone.identifier == zone.identifier {
            household.partners[index].zone = zone
        }
        household.zone = zone
    }

    private mutating func ritual(_ id: String, _ zone: Zone, after others: [String]) throws
        -> Ritual
    {
        var ritual = Ritual(id: id, title: id, occasion: .schedule(try schedule(zone)), zone: zone)
        ritual.duration = try Span.of(dice.pick(["0m", "10m", "3h", "2d"]))
        ritual.ladder = try ladder()
        ritual.lateWithin =
            dice.chance(40) ? try Span.of(dice.pick(["0m", "2h", "1d", "9d"])) : nil
        ritual.isUrgent = dice.chance(15)
        ritual.needs = dice.pick([.all, .anyone])
        if ritual.canRepeatAfterDone, dice.chance(25) {
            ritual.repeats = .afterDone
        }
        ritual.partners = dice.chance(15) ? ["sam"] : nil
        if dice.chance(30), !others.isEmpty {
            ritual.absorbedBy = [dice.pick(others)]
        }
        prepare(&ritual, after: others)
        return ritual
    }

    /// Names steps of the ladder and what is silent meanwhile; without dice, so that all else falls as it did.
    private func prepare(_ ritual: inout Ritual, after others: [String]) {
        let days = ritual.ladder.rungs.indices.filter { ritual.ladder.rungs[$0].before.days > 2 }
        if days.count > 1 || !ritual.absorbedBy.isEmpty {
            for index in days {
                ritual.ladder.rungs[index].name = "step-\(index)"
            }
        }
        // What is absorbed itself has nothing silent: so it goes round in no circle.
        if let first = others.first, ritual.absorbedBy.isEmpty, ritual.duration.days > 0 {
            ritual.quiets = [first]
        }
    }

    private mutating func ladder() throws -> Ladder {
        let rungs = spans.filter { _ in dice.chance(25) } + (dice.chance(90) ? ["0m"] : ["15m"])
        guard dice.chance(50) else {
            return try Ladder.of(rungs)
        }
        let nag =
            dice.chance(50) ? (every: dice.pick(["1d", "90m"]), atMost: dice.roll(1...3)) : nil
        return try Ladder.of(rungs, followUp: dice.pick(["0m", "12h", "1d"]), nag: nag)
    }

    private mutating func schedule(_ zone: Zone) throws -> Schedule {
        let anchor = try CivilDate(parsing: "2025-10-31").adding(days: dice.roll(0...400))
        let first = try ClockTime(parsing: dice.pick(times))
        let second = try ClockTime(parsing: dice.pick(times))
        let snap = dice.chance(30) ? Snap.nearest(.friday) : nil
        switch dice.roll(0...7) {
        case 0, 1:
            return .every(
                try AnchoredStep(every: 1, .days, at: dice.chance(30) ? [first, second] : [first])
            )
        case 2:
            let days = Weekday.allCases.filter { _ in dice.chance(40) } + [.sunday]
            return .every(try AnchoredStep(every: 1, .weeks, on: days, at: [first]))
        case 3:
            return .every(
                try AnchoredStep(every: dice.roll(1...9), .days, from: anchor, at: [first])
            )
        case 4:
            let step = try AnchoredStep(
                every: dice.roll(1...7),
                dice.pick([.weeks, .months]),
                from: anchor,
                at: [first],
                snap: snap
            )
            return .every(step)
        case 5:
            let midnight = zone.instant(of: CivilDateTime(anchor, first))
            let step = Duration.seconds(dice.pick([90, 420, 1_440, 2_880]) * 60)
            return .elapsed(try ElapsedStep(step: step, anchor: midnight))
        case 6:
            return .calendar(
                try CalendarExpression(parsing: "Mon..Thu *-*-* 02:30"),
                notBefore: nil
            )
        default:
            return .dates([
                CivilDateTime(anchor, first), CivilDateTime(anchor.adding(days: 40), second),
            ])
        }
    }
}

extension Ritual {
    /// Whether its schedule is one that can be counted from another date.
    fileprivate var canRepeatAfterDone: Bool {
        switch schedule {
        case .every(let step): step.times.count == 1
        case .elapsed: true
        case .rule, .calendar, .varying, .dates, .together, .excepting, nil: false
        }
    }
}
