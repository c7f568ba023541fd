import CivilTime
import ControlAPI
import Foundation
import Household
import Planning
import Recurrence
import SystemZones

// Times the feed of 22 daily rituals, some 10,000 events; `CalendarBenchmarks FILE` writes it there.

let zone = try SystemZoneDatabase().zone(named: "Europe/Berlin")
let now = Instant(secondsSinceEpoch: 1_767_960_000)
let rituals = try (0..<22).map { number in
    let time = ClockTime(secondOfDay: 25_200 + number * 1_800)
    var ritual = Ritual(
        id: "ritual-\(number)",
        title: "Ritual number \(number)",
        occasion: .schedule(.every(try AnchoredStep(every: 1, .days, at: [time]))),
        zone: zone
    )
    ritual.duration = Span(seconds: 1_800)
    return ritual
}
let household = Household(
    zone: zone,
    partners: ["alex", "sam"].map { Partner(id: $0, name: $0, zone: zone) },
    channels: [Channel(id: "stdout", kind: .stdout(StandardOutputSettings()))],
    rituals: rituals
)
var planner = Planner(household, memory: PlannerMemory(), now: now - .seconds(60 * 86_400))
_ = planner.handle(.timeReached(now))
let identity = CalendarIdentity { _ in "0123456789abcdef" }
let clock = ContinuousClock()
var times: [Duration] = []
var text: [UInt8] = []
for minute in 0..<21 {
    // As in the daemon, where a step comes before each.
    _ = planner.handle(.timeReached(now + .seconds(minute * 60)))
    times.append(
        clock.measure {
            text = CalendarFeed(planner.plan, CalendarChoice(), identity).text(at: now)
        }
    )
}
times.sort()
let events = String(decoding: text, as: UTF8.self).components(separatedBy: "BEGIN:VEVENT").count - 1
precondition(events > 9_900, "the feed has all events")
if CommandLine.arguments.count == 2 {
    try Data(text).write(to: URL(fileURLWithPath: CommandLine.arguments[1]))
}
let milliseconds = { (time: Duration) in String(format: "%.1f ms", time / .milliseconds(1)) }
let row = [times[0], times[10], times[20]].map(milliseconds).joined(separator: " | ")
print("| rituald: \(events) events, \(text.count) bytes | \(row) |")
