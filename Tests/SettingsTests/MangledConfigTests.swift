import Foundation
import Settings
import Testing

@Suite struct MangledConfigTests {
    /// SplitMix64, so that a failing seed fails again.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    private static let pieces: [String] = [
        "[", "]", "[[", "]]", "{", "}", "\"", "'", "\"\"\"", "'''", "=", ".", ",", "\n", "\r", "\\",
        "0", "-", "_", "9999999999", "ä", "🌻", "\u{2028}", "\u{0}", "\u{7f}", "true", "nan", "inf",
        "2026-01-09", "19:00:00", "T", "Z", "#", "\t", "\\u00", "1e400", "0x",
        "every = \"0 weeks\"",
        "FREQ=SECONDLY", "*-*-31", "..", "P1Y",
    ]

    private static func mangled(
        _ text: [Unicode.Scalar],
        with generator: inout Generator
    ) -> String {
        var scalars = text
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0..<scalars.count, using: &generator)
            if Bool.random(using: &generator) {
                let length = Int.random(in: 1...3, using: &generator)
                scalars.removeSubrange(place..<min(scalars.count, place + length))
            }
            let piece = pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            scalars.insert(contentsOf: piece.unicodeScalars, at: min(place, scalars.count))
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `no mangled config does harm, and every place lies in its text`(_ seed: UInt64) throws {
        let example = try String(contentsOf: ExampleConfigTests.file, encoding: .utf8)
        // Without its comments, so that most of the changes meet something.
        let bare = example.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .joined(separator: "\n")
        var generator = Generator(state: seed)
        for round in 0..<150 {
            let text = Self.mangled(Array(bare.unicodeScalars), with: &generator)
            let lines = text.unicodeScalars.split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            let config = try readConfig(text)
            let errors = config.diagnostics.filter { $0.severity == .error }
            #expect((config.household == nil) == !errors.isEmpty, "seed \(seed), round \(round)")
            for found in config.diagnostics {
                let isInside =
                    (1...lines.count).contains(found.line)
                    && (1...lines[found.line - 1].count + 1).contains(found.column)
                #expect(isInside, "seed \(seed), round \(round): \(found)")
                #expect(found.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
            }
            let outline = ConfigOutline(text)
            for block in outline.blocks {
                let rest = outline.removing(block)
                let gone = outline.text(of: block)
                #expect(!gone.isEmpty && rest.utf8.count <= text.utf8.count - gone.utf8.count)
                #expect(try readConfig(rest).text != nil, "seed \(seed), round \(round): \(gone)")
            }
        }
    }
}
