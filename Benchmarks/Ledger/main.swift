import Foundation

// Measures the ledger: `LedgerBenchmarks DIR [YEARS]` works in DIR, on whatever disk that is.

guard CommandLine.arguments.count >= 2 else {
    print("usage: LedgerBenchmarks DIR [YEARS]")
    exit(64)
}
let years = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 10
let place = URL(fileURLWithPath: CommandLine.arguments[1])
    .appendingPathComponent("rituald-bench-\(ProcessInfo.processInfo.processIdentifier)")
try LedgerBenchmark(place: place.path).run(years: years)
try FileManager.default.removeItem(at: place)
