import CivilTime
import Household
import Recurrence
import TestKit

/// Random households that live ten years in a second: two rituals that come every other week at most.
///
/// What `HouseholdDice` throws is kept, zones, quiet hours, ladders and all, but for schedules with
/// more occurrences in a year than that.
struct SparseHouseholds {
    private var random: HouseholdDice
    private var dice: Dice
    /// Whether rituals may come as often as they like; then a life must be short.
    private let isDense: Bool

    private static let busiest = 27

    init(seed: UInt64, isDense: Bool) throws {
        random = try HouseholdDice(seed: seed)
        dice = Dice(seed: seed &+ 0xA11)
        self.isDense = isDense
    }

    mutating func start() throws -> Instant {
        try random.start()
    }

    mutating func household() throws -> Household {
        var household = try thinned(try random.household())
        household.channels = [
            Channel(id: "desk", kind: .desktop(DesktopSettings())),
            Channel(id: "phone", kind: .journal),
        ]
        if dice.chance(30) {
            household.partners[0].channels = ["phone"]
        }
        return household
    }

    mutating func changed(_ household: Household) throws -> Household {
        try thinned(try random.changed(household))
    }

    private mutating func thinned(_ household: Household) throws -> Household {
        guard !isDense else {
            return household
        }
        var household = household
        household.rituals = Array(household.rituals.suffix(2))
        let kept = Set(household.rituals.map(\.id))
        for index in household.rituals.indices {
            household.rituals[index].absorbedBy.removeAll { !kept.contains($0) }
            let ritual = household.rituals[index]
            let start = try Instant(parsing: "2027-01-01T00:00:00Z")
            let occurrences = ritual.schedule?.occurrences(in: ritual.zone, after: start)
            let end = start + .seconds(365 * 86_400)
            let count = occurrences?.prefix(Self.busiest).prefix { $0.instant < end }.count ?? 0
            if count == Self.busiest {
                household.rituals[index].occasion = .schedule(try sparse())
            }
        }
        return household
    }

    private mutating func sparse() throws -> Schedule {
        let anchor = try CivilDate(parsing: "2025-12-01").adding(days: dice.roll(0...60))
        let time = try ClockTime(parsing: dice.pick(["00:10", "02:30", "07:00", "19:00", "22:45"]))
        switch dice.roll(0...2) {
        case 0:
            return .every(
                try AnchoredStep(every: dice.roll(15...45), .days, from: anchor, at: [time])
            )
        case 1:
            let days = [dice.pick(Weekday.allCases)]
            return .every(try AnchoredStep(every: 3, .weeks, from: anchor, on: days, at: [time]))
        default:
            let step = Duration.seconds(dice.pick([17 * 86_400 + 5_400, 30 * 86_400]))
            return .elapsed(
                try ElapsedStep(step: step, anchor: Instant(parsing: "2025-12-01T02:30:00Z"))
            )
        }
    }
}
