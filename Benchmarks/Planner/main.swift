import CivilTime
import Glibc
import Household
import Settings
import SystemZones

// Prints a table of what the planner costs; `PlannerBenchmarks CONFIG` simulates that config.

let zone = try SystemZoneDatabase().zone(named: "America/New_York")
let sample = SampleHousehold(zone: zone)
let now = Instant(secondsSinceEpoch: 1_767_960_000)
let benchmarks = PlannerBenchmarks(sample: sample, now: now)

print("| what | figure |")
print("|---|---|")
// The largest first: what a smaller one frees would hide what it takes.
for count in [10_000, 1_000, 10] {
    try benchmarks.start(count)
}
for count in [10, 1_000, 10_000] {
    try benchmarks.next(count)
}
try benchmarks.catchUp(1_000, years: 20)
try benchmarks.burst(10_000)
if CommandLine.arguments.count == 2 {
    try benchmarks.simulate(CommandLine.arguments[1], years: 10)
}
