import CivilTime
import Foundation
import Household
import PlainText
import Sessions
import TestKit
import Testing

@testable import Commands

/// What the screen shows of a session, at every size.
struct SessionScreenTests {
    private static func session(
        _ plan: SessionPlan?,
        _ events: (SessionEvent, Int)...
    ) throws -> Session {
        var session = Session(try #require(plan))
        for (event, second) in events {
            _ = session.take(event, at: .seconds(second))
        }
        return session
    }

    private static let script = SessionScript(
        rounds: 2,
        turns: [
            .init(
                speaks: .each,
                length: Span(seconds: 4_000),
                topic: "Stress from outside, whatever it is, and whatever else weighs on you",
                listener: "Takes their side, asks how it felt, keeps advice until it is asked for"
            )
        ]
    )

    private static func plan(
        _ title: String = "Unwind together",
        _ people: [String] = ["Alex", "Sam", "Kim"],
        _ prompts: [String] = [
            "What weighed on you today, out there, and what did you do with it?"
        ],
        silent: Bool = false
    ) -> SessionPlan? {
        var script = script
        script.isSilent = silent
        return SessionPlan(script, title: title, people: people, prompts: prompts)
    }

    /// A session in each of its phases.
    private static func phases(_ plan: SessionPlan?) throws -> [Session] {
        try [
            session(plan),
            session(plan, (.key(.pause), 1)),
            session(plan, (.key(.pause), 1), (.key(.pause), 2)),
            session(plan, (.key(.pause), 1), (.tick, 800)),
            session(plan, (.key(.pause), 1), (.key(.skip), 2)),
            session(plan, (.key(.pause), 1), (.key(.quit), 2)),
            session(
                plan,
                (.key(.pause), 1),
                (.key(.skip), 2),
                (.key(.skip), 2),
                (.key(.skip), 2),
                (.key(.skip), 2),
                (.key(.skip), 2),
                (.key(.skip), 2)
            ),
        ]
    }

    private static let plans = [
        plan(), plan(silent: true), plan("Talk", ["Alex"], []),
        plan(
            String(repeating: "Donaudampfschifffahrt", count: 12),
            [String(repeating: "Maximiliane", count: 9), "李小龍"],
            [String(repeating: "何が一番よかったですか", count: 12), "?", "A b c?", "And then?"]
        ),
    ]

    private static let narrow = [1, 2, 3, 5, 8, 13, 20, 33, 40, 79, 80, 132, 200]

    @Test(
        arguments: [1, 2, 3, 5, 8, 17, 60].map { ($0, narrow) } + [(12, Array(20...200))]
    )
    func `no row is wider than the screen, and there are no more rows than it has`(
        rows: Int,
        widths: [Int]
    ) throws {
        for plan in Self.plans {
            for session in try Self.phases(plan) {
                for columns in widths {
                    let size = ScreenSize(columns: columns, rows: rows)
                    let shown = SessionScreen(
                        session,
                        size: size,
                        closing: ["Check-in, today 20:30: done", "'ritualctl undo' takes it back"]
                    ).rows
                    #expect(shown.count <= rows)
                    let wide = shown.filter { CellWidth.of($0.text) > columns }
                    #expect(wide == [], "\(columns) columns")
                }
            }
        }
    }

    @Test(arguments: [20, 30, 40, 80, 200])
    func `the time that is left is always to be seen`(columns: Int) throws {
        let session = try Self.session(Self.plan(), (.key(.pause), 1), (.tick, 3))
        for rows in 1...19 {
            let shown = SessionScreen(session, size: ScreenSize(columns: columns, rows: rows)).rows
            #expect(shown.contains { $0.text.contains("1:06:38") }, "\(rows) rows")
        }
        let high = SessionScreen(session, size: ScreenSize(columns: columns, rows: 20)).rows
        #expect(high.contains { $0.text.contains("1:06:38") || $0.text.contains("██  ██") })
    }

    @Test func `what is silent shows the time alone`() throws {
        let session = try Self.session(Self.plan(silent: true), (.key(.pause), 1))
        let rows = SessionScreen(session, size: ScreenSize(columns: 80, rows: 12)).rows.map(\.text)
        let text = rows.joined(separator: "\n")
        #expect(text.contains("1:06:40") && text.contains("space pause"))
        for word in ["Alex", "Stress", "Takes", "weighed"] {
            #expect(!text.contains(word))
        }
    }

    @Test func `control characters of titles, names and prompts never reach a terminal`() throws {
        let evil = "a\u{1B}[2Jb\u{7}\u{9B}31m\u{202E}c\nd"
        var script = Self.script
        script.turns[0].topic = evil
        script.turns[0].listener = evil
        let plan = SessionPlan(script, title: evil, people: [evil, evil], prompts: [evil, evil])
        for session in try Self.phases(plan) {
            for isReversed in [true, false] {
                var frame = ScreenFrame(
                    rows: SessionScreen(session, size: ScreenSize(columns: 60, rows: 30)).rows
                )
                frame.isReversed = isReversed
                let text = frame.lines(columns: 60).joined()
                    .replacing(/\u{1B}\[(0m|1m|2m|7m|2K)/, with: "")
                #expect(text == text.withoutControls)
                frame.rows = [.init([.init(evil)])]
                #expect(!frame.lines(columns: 60).joined().contains("\u{7}"))
            }
            let words = SessionWords(session.plan)
            for line in words.lines(.turn, session, hasKeys: true) + words.parts {
                #expect(line == line.withoutControls)
            }
        }
    }

    @Test func `a flash fills every row to its end`() throws {
        let frame = ScreenFrame(rows: [.init([.init("Alex", .strong)]), .init()], isReversed: true)
        #expect(
            frame.lines(columns: 6) == ["\u{1B}[7mAlex  \u{1B}[0m", "\u{1B}[7m      \u{1B}[0m"]
        )
    }

    @Test(arguments: [
        (0, "0:00"), (1, "0:01"), (59, "0:59"), (60, "1:00"), (272, "4:32"), (3_599, "59:59"),
        (3_600, "1:00:00"), (3_727, "1:02:07"),
    ])
    func `a clock of what is left`(seconds: Int, clock: String) {
        #expect(SessionWords.clock(.seconds(seconds)) == clock)
        let begun = Duration.seconds(seconds) - .milliseconds(400)
        #expect(SessionWords.clock(begun) == clock, "the begun second counts")
    }

    @Test(arguments: [
        (0, "0 s"), (20, "20 s"), (60, "1 min"), (150, "2 min 30 s"), (3_600, "1 h"),
        (3_601, "1 h 1 s"), (3_900, "1 h 5 min"),
    ])
    func `a length in words`(seconds: Int, words: String) {
        #expect(SessionWords.length(.seconds(seconds)) == words)
    }
}

struct KeyReaderTests {
    @Test(
        arguments: [
            (" ", [.pause]), ("p\r\n", [.pause, .pause, .pause]),
            ("sSnN", [.skip, .skip, .skip, .skip]),
            ("bB", [.back, .back]), ("qQ\u{4}", [.quit, .quit, .quit]), ("xyz09~", []),
            ("\u{1B}[C\u{1B}OD", [.skip, .back]), ("\u{1B}[1;5C", [.skip]),
            ("\u{1B}[15~s", [.skip]),
            ("\u{1B}\u{1B}[D", [.back]), ("\u{1B}q", [.quit]), ("\u{1B}[A\u{1B}[B", []), ("é", []),
        ] as [(String, [SessionKey])]
    )
    func `keys and arrows, and nothing else`(typed: String, keys: [SessionKey]) {
        var reader = KeyReader()
        #expect(reader.take(typed.utf8) == keys)
        var slow = KeyReader()
        #expect(typed.utf8.flatMap { slow.take([$0]) } == keys, "byte by byte")
    }
}
