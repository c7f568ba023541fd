import CivilTime
import Household
import TestKit

@testable import Planning

/// Tries every start of a search, five minutes by five minutes, and every five minutes of what would be then.
///
/// It knows dates and times only by what the clock shows at each instant.
struct EveryStart {
    private static let tick = 300

    let search: FreeTimeSearch

    init(_ search: FreeTimeSearch) {
        self.search = search
    }

    func starts(atMost count: Int) -> [Instant] {
        var best: [CivilDate: (shift: Int, start: Instant)] = [:]
        var seen: Set<CivilDateTime> = []
        // A reading that the window's begin shows for the second time counts by its first.
        var instant = search.window.lowerBound - .seconds(7_200)
        while instant < search.window.upperBound {
            defer { instant = instant + .seconds(Self.tick) }
            let local = search.zone.local(at: instant)
            let shift = local.time.secondOfDay - search.usual.secondOfDay
            guard seen.insert(local).inserted, shift % 900 == 0,
                instant >= search.window.lowerBound,
                instant != search.current, isFree(instant)
            else {
                continue
            }
            if let other = best[local.date], (abs(other.shift), other.shift) < (abs(shift), shift) {
                continue
            }
            best[local.date] = (shift, instant)
        }
        return best.sorted { $0.key < $1.key }.prefix(count).map(\.value.start)
    }

    private func isFree(_ start: Instant) -> Bool {
        let seconds = max(60, Int(search.length.components.seconds))
        if search.taken.contains(where: { isIn($0.time, start, seconds) }) {
            return false
        }
        return search.people.allSatisfy { person in
            let buffer = person.buffer
            let isBusy = person.busy.spans.contains { span in
                isIn((span.lowerBound - buffer)..<(span.upperBound + buffer), start, seconds)
            }
            return !isBusy && isAwake(person, start, seconds)
        }
    }

    private func isIn(_ time: Range<Instant>, _ start: Instant, _ seconds: Int) -> Bool {
        stride(from: 0, to: seconds, by: Self.tick).contains { time.contains(start + .seconds($0)) }
    }

    private func isAwake(
        _ person: FreeTimeSearch.Person,
        _ start: Instant,
        _ seconds: Int
    ) -> Bool {
        let asked = seconds >= 12 * 3_600 ? 1 : seconds
        return stride(from: 0, to: asked, by: Self.tick).allSatisfy { second in
            let time = person.zone.local(at: start + .seconds(second)).time
            return person.quietHours.map { !$0.window.contains(time) } ?? true
        }
    }
}

extension EveryStart {
    /// A search for two people with calendars of their own, often near a change of clocks.
    static func random(_ dice: inout Dice) throws -> FreeTimeSearch {
        let zone = try dice.pick(SettledZone.allCases).zone
        var first = Instant(secondsSinceEpoch: Int64(1_767_225_600 + 300 * dice.roll(0...105_000)))
        if dice.chance(50), let change = zone.nextTransition(after: first) {
            first = change - .seconds(300 * dice.roll(0...288))
        }
        let last = first + .seconds(300 * dice.roll(1...(288 * 3)))
        var search = FreeTimeSearch(
            people: [],
            zone: zone,
            usual: ClockTime(secondOfDay: 300 * dice.roll(0...287)),
            length: .seconds(300 * (dice.chance(10) ? dice.roll(0...600) : dice.roll(0...48))),
            window: first..<last
        )
        for name in ["Alex", "Sam"] {
            search.people.append(try person(name, first, zone, &dice))
        }
        if dice.chance(30) {
            search.taken = [FreeTimeSearch.Taken(title: "Dinner", time: time(first, &dice))]
        }
        if dice.chance(50) {
            search.current = search.proposals(atMost: 1).first?.start.instant
        }
        return search
    }

    private static func person(
        _ name: String,
        _ first: Instant,
        _ zone: Zone,
        _ dice: inout Dice
    ) throws -> FreeTimeSearch.Person {
        let window = ClockWindow(
            start: ClockTime(secondOfDay: 300 * dice.roll(0...287)),
            end: ClockTime(secondOfDay: 300 * dice.roll(0...287))
        )
        let times = (0..<dice.roll(0...25)).map { _ in time(first, &dice) }
        return FreeTimeSearch.Person(
            name: name,
            zone: dice.chance(70) ? zone : try dice.pick(SettledZone.allCases).zone,
            quietHours: dice.chance(70) && window.start != window.end ? QuietHours(window) : nil,
            busy: BusyTimes(times),
            buffer: .seconds(300 * dice.pick([0, 0, 3, 6, 12]))
        )
    }

    private static func time(_ first: Instant, _ dice: inout Dice) -> Range<Instant> {
        let start = first + .seconds(300 * dice.roll(-12...(288 * 3)))
        return start..<(start + .seconds(300 * dice.roll(1...100)))
    }
}
