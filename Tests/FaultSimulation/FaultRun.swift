import Foundation
import Synchronization

/// Many lives, on as many threads as the machine has cores.
package struct FaultRun: Sendable {
    private var first: UInt64 = 1
    private var seeds: UInt64 = 200
    private var days: Int64 = 3_653
    private var isDense = false
    private var showsLog = false
    /// Whether the lives that once broke a promise are lived too.
    private var livesKnown = false
    private var misused: String?

    /// Seeds whose life once broke a promise.
    ///
    /// What happens in a life may change with the dice of a later version, so what was wrong in the
    /// product has a test of its own beside.
    private static let known: [UInt64] = [14, 93, 135, 136, 165, 177]

    /// Reads `[--from SEED] [--seeds N] [--days N] [--known] [--dense] [--log]`.
    package init(_ arguments: [String]) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--known": livesKnown = true
            case "--dense": isDense = true
            case "--log": showsLog = true
            case "--from", "--seeds", "--days":
                guard let number = rest.popFirst().flatMap({ UInt64($0) }) else {
                    misused = word
                    return
                }
                switch word {
                case "--from": first = number
                case "--seeds": seeds = number
                default: days = Int64(clamping: number)
                }
            default:
                misused = word
                return
            }
        }
    }

    /// Runs all, prints what breaks a promise, and returns the exit status.
    package func run() async -> Int32 {
        if let misused {
            Self.say(
                "usage: simulate-faults [--from SEED] [--seeds N] [--days N] [--known] [--dense] [--log]"
            )
            Self.say("'\(misused)' is not understood")
            return 64
        }
        let range = first..<(first + seeds)
        let known = livesKnown ? Self.known.filter { !range.contains($0) } : []
        let tally = Tally(seeds: known + range)
        let began = Date()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) {
                group.addTask { [self] in
                    while let seed = tally.next() {
                        let (faults, lines) = live(seed)
                        tally.add(faults, lines: lines, of: seed)
                    }
                }
            }
        }
        let seconds = String(format: "%.1f", Date().timeIntervalSince(began))
        let (bad, lines) = tally.result
        let verdict = bad.isEmpty ? "no promise broken" : "broken in seeds \(bad)"
        Self.say(
            "\(known.count + range.count) lives of \(days) days, \(lines) lines, \(seconds) s: \(verdict)"
        )
        return bad.isEmpty ? 0 : 1
    }

    /// Prints at once, also into a file: a night is long.
    private static func say(_ text: String) {
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }

    /// What the threads share: which seeds are left, and what came of the others.
    private final class Tally: Sendable {
        private let state: Mutex<(seeds: ArraySlice<UInt64>, failed: [UInt64], lines: Int)>

        init(seeds: [UInt64]) {
            state = Mutex((seeds[...], [], 0))
        }

        func next() -> UInt64? {
            state.withLock { $0.seeds.popFirst() }
        }

        func add(_ faults: [String], lines: Int, of seed: UInt64) {
            state.withLock { state in
                state.lines += lines
                if !faults.isEmpty {
                    state.failed.append(seed)
                    FaultRun.say(faults.map { "seed \(seed): \($0)" }.joined(separator: "\n"))
                }
            }
        }

        var result: (failed: [UInt64], lines: Int) {
            state.withLock { ($0.failed.sorted(), $0.lines) }
        }
    }

    private func live(_ seed: UInt64) -> (faults: [String], lines: Int) {
        do {
            // What was wrong in a known life is to fall as it did.
            let life = try Life(
                seed: seed,
                days: days,
                isDense: isDense,
                hasPauses: !Self.known.contains(seed),
                keepsLog: showsLog
            )
            do {
                try life.live()
            } catch {
                return (life.breaches + ["\(life.world): \(error)"], life.log.count)
            }
            if showsLog {
                Self.say(life.log.lines.joined(separator: "\n"))
            }
            return (life.breaches, life.log.count)
        } catch {
            return (["\(error)"], 0)
        }
    }
}
