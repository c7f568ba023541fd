import Commands
import Planning
import TestKit
import Testing

@testable import ControlAPI

/// Whatever is printed, a terminal obeys this program only.
struct PlainOutputTests {
    private static let hostile = "a\u{1b}[2J\u{9b}31m\u{202e}b\u{7f}\u{2028}\r"

    private func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x0A: true
            case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E: false
            default: true
            }
        }
    }

    @Test(arguments: [
        ["recur", "--every", hostile], ["recur", "--rrule", hostile],
        ["recur", "--calendar", hostile],
        ["recur", "--every", "1 day", "--zone", hostile],
        ["recur", "--every", "1 day", "--after", hostile],
        ["check", hostile], ["check", "--\(hostile)"], [hostile], ["--\(hostile)"],
        ["done", "walk", "--occurrence", hostile], ["done", "walk", hostile],
        ["upcoming", "--count", hostile], ["upcoming", "--config", hostile],
        ["help", hostile], ["hold", "--until", hostile], ["next", "--socket", hostile],
        ["simulate", "--config", hostile],
    ])
    func `an argument is shown, not obeyed`(words: [String]) throws {
        for isTerminal in [false, true] {
            var ritualctl = Ritualctl()
            ritualctl.isTerminal = isTerminal
            let result = try ritualctl.run(words)
            #expect(isPlain(result.errors), "\(result)")
            #expect(isPlain(result.output), "\(result)")
        }
    }

    @Test func `what the daemon says is shown, not obeyed, and survives in JSON`() throws {
        let ritualctl = Ritualctl()
        var outcome = TellingTests.outcome(.done, state: .done)
        outcome.title = Self.hostile
        try ritualctl.daemon.answer(.done, with: outcome)
        #expect(isPlain(try ritualctl.run("done", "walk").output))
        let json = try ritualctl.run("done", "walk", "--json").output
        #expect(isPlain(json))
        #expect(json.contains(#""a\u001b[2J\u009b31m\u202eb\u007f\u2028\r""#), "\(json)")
        #expect(try ControlJSON.read(OutcomeMessage.self, from: json.utf8).title == Self.hostile)
    }

    @Test func `colours are this program's own, and only on a terminal`() throws {
        var ritualctl = Ritualctl()
        ritualctl.isTerminal = true
        try ritualctl.daemon.answer(.done, with: TellingTests.outcome(.done, state: .done))
        #expect(try ritualctl.run("done", "walk").output.contains("\u{1b}[32m"))
        let problem = Problem(.conflict, detail: "no\u{1b}[32m ritual")
        try ritualctl.daemon.refuse(.done, with: problem)
        let refused = try ritualctl.run("done", "walk")
        #expect(isPlain(refused.errors))
        #expect(refused.errors.contains("no [32m ritual"))
    }
}
