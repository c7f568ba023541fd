import Foundation
import SystemZones

// Prints `engine<TAB>case<TAB>nanoseconds<TAB>answer` for this engine and for Foundation, in New York.

guard CommandLine.arguments.count == 2 else {
    print("usage: RecurrenceBenchmarks CASES.tsv")
    exit(64)
}
let zone = try SystemZoneDatabase().zone(named: "America/New_York")
let text = try String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8)
let cases = try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { try Case($0) }
for example in cases { try Benchmark(example, zone: zone).run() }
for example in cases { FoundationBenchmark(example)?.run() }
