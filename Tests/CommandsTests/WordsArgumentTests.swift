import Commands
import Planning
import TestKit
import Testing

@testable import ControlAPI

/// Notes and reasons that are not on the command line.
struct WordsArgumentTests {
    struct Telling: Sendable, CustomTestStringConvertible {
        var route: ControlRoute
        var words: [String]
        var option = "--note"
        var testDescription: String { words.joined(separator: " ") }
    }

    static let tellings = [
        Telling(route: .done, words: ["done", "date-night"]),
        Telling(route: .skip, words: ["skip", "date-night"]),
        Telling(route: .snooze, words: ["snooze", "date-night", "--for", "20m"]),
        Telling(route: .move, words: ["move", "date-night", "--to", "2026-01-10T19:00"]),
        Telling(route: .hold, words: ["hold", "--until", "2026-01-16"], option: "--reason"),
    ]

    private func answering(_ telling: Telling) throws -> Ritualctl {
        let ritualctl = Ritualctl()
        if telling.route == .hold {
            let hold = HoldMessage(
                ritual: nil,
                title: nil,
                from: "2026-01-08T01:16:00Z",
                until: "2026-01-16T07:00:00Z",
                zone: "America/Denver"
            )
            try ritualctl.daemon.answer(.hold, with: hold)
        } else {
            try ritualctl.daemon.answer(
                telling.route,
                with: TellingTests.outcome(.done, state: .done)
            )
        }
        return ritualctl
    }

    private func body(_ ritualctl: Ritualctl) -> String {
        ritualctl.daemon.bodies.last ?? ""
    }

    @Test(arguments: tellings)
    func `a dash reads them from standard input, without the newline at the end`(
        telling: Telling
    ) throws {
        var ritualctl = try answering(telling)
        ritualctl.input = Array("we cried\nand laughed\n".utf8)
        let result = try ritualctl.run(telling.words + [telling.option, "-"])
        #expect(result.code == 0, "\(result)")
        #expect(body(ritualctl).contains(#":"we cried\nand laughed""#), "\(body(ritualctl))")
    }

    @Test(arguments: tellings)
    func `on a terminal the option alone asks for them`(telling: Telling) throws {
        for words in [
            telling.words + [telling.option],
            telling.words.prefix(1) + [telling.option, "--no-color"] + telling.words.dropFirst(),
        ] {
            var ritualctl = try answering(telling)
            ritualctl.isTerminal = true
            ritualctl.input = Array("the new place\nand more\n".utf8)
            let result = try ritualctl.run(Array(words))
            #expect(result.code == 0, "\(result)")
            #expect(result.errors == "\(telling.option.dropFirst(2)): ")
            #expect(body(ritualctl).contains(#":"the new place""#), "\(body(ritualctl))")
        }
    }

    @Test(arguments: tellings)
    func `without a terminal nobody is asked, and the other ways are named`(
        telling: Telling
    ) throws {
        let ritualctl = try answering(telling)
        let result = try ritualctl.run(telling.words + [telling.option])
        let option = telling.option
        #expect(
            result.errors
                == "ritualctl: \(option) needs a text: \(option) TEXT, or \(option) - to read it from "
                + "standard input\n"
        )
        #expect(result.code == 64)
        #expect(ritualctl.daemon.requests.isEmpty)
    }

    @Test(arguments: [
        ([], "no text was given"), (Array("\n".utf8), "no text was given"),
        (Array(" \r\n".utf8), "no text was given"), ([0x61, 0xFF], "what was read is not UTF-8"),
        ([UInt8](repeating: 0x61, count: 65_537), "longer than 65536 bytes"),
    ])
    func `what is no text is refused`(input: [UInt8], reason: String) throws {
        var ritualctl = try answering(Self.tellings[0])
        ritualctl.input = input
        let result = try ritualctl.run("done", "date-night", "--note", "-")
        #expect(result.errors == "ritualctl: --note: \(reason)\n")
        #expect(result.code == 64)
        #expect(ritualctl.daemon.requests.isEmpty)
    }

    @Test func `what is too long is refused before the daemon hears of it`() throws {
        var ritualctl = try answering(Self.tellings[0])
        ritualctl.input = [UInt8](repeating: 0x61, count: 1_001)
        let result = try ritualctl.run("done", "date-night", "--note", "-")
        #expect(
            result.errors
                == "ritualctl: --note is 1001 characters long; at most 1000 are allowed\n"
        )
        #expect(result.code == 64)
        #expect(ritualctl.daemon.requests.isEmpty)
    }

    @Test func `an input that cannot be read is told by its name`() throws {
        let ritualctl = try answering(Self.tellings[0])
        let result = try ritualctl.run("done", "date-night", "--note", "-")
        #expect(result.errors == "ritualctl: cannot read standard input: Nothing is to be read\n")
        #expect(result.code == 1)
    }

    @Test(arguments: [
        (["done", "date-night", "--note=-5"], #""note":"-5""#),
        (["done", "date-night", "--note", ""], #""note":"""#),
        (["done", "--note", "x", "--", "date-night"], #""note":"x""#),
    ])
    func `what is on the command line is taken as it is`(words: [String], note: String) throws {
        let ritualctl = try answering(Self.tellings[0])
        #expect(try ritualctl.run(words).code == 0)
        #expect(body(ritualctl).contains(note), "\(body(ritualctl))")
    }

    @Test(arguments: [["done", "--help"], ["hold", "--help"]])
    func `the help says who can see what is on the command line`(words: [String]) throws {
        let page = try Ritualctl().run(words).output
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            page.contains("'-' reads them from standard input. Without a text it asks for one.")
        )
        #expect(page.contains("is seen by others in ps, and kept in the shell's history."))
    }
}
