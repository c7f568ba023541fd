import CivilTime
import Foundation
import Recurrence
import SystemZones

// Prints `engine<TAB>case<TAB>nanoseconds` for this engine and for Foundation, both in New York.

guard CommandLine.arguments.count == 2 else {
    print("usage: RecurrenceBenchmarks CASES.tsv")
    exit(64)
}
let zone = try SystemZoneDatabase().zone(named: "America/New_York")
let text = try String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8)
for line in text.split(separator: "\n") where !line.hasPrefix("#") {
    let columns = line.split(separator: "\t").map(String.init)
    let benchmark = try Benchmark(columns, zone: zone)
    benchmark.runEngine()
    try benchmark.runFoundation()
}
