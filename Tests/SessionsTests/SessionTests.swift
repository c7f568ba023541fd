import CivilTime
import Household
import Testing

@testable import Sessions

/// Whole sessions, led by a virtual clock and by keys.
struct SessionTests {
    private typealias Turn = SessionScript.Turn

    /// A session and the clock by which it is led.
    private struct Led {
        var session: Session
        var clock = Duration.zero

        init(_ script: SessionScript, _ people: String..., prompts: [String] = []) throws {
            session = Session(
                try #require(
                    SessionPlan(script, title: "Talk", people: people, prompts: prompts)
                )
            )
        }

        mutating func press(_ key: SessionKey) -> [SessionEffect] {
            session.take(.key(key), at: clock)
        }

        /// Lets time pass, told a second at a time, and returns all that came of it.
        mutating func pass(_ seconds: Int) -> [SessionEffect] {
            var effects: [SessionEffect] = []
            for _ in 0..<seconds {
                clock += .seconds(1)
                effects += session.take(.tick, at: clock)
            }
            return effects
        }

        /// Lets time pass at once, as where nobody was there to count it.
        mutating func sleep(_ duration: Duration, _ event: SessionEvent = .tick) -> [SessionEffect]
        {
            clock += duration
            return session.take(event, at: clock)
        }
    }

    private static let talk = SessionScript(
        turns: [Turn(speaks: .each, length: Span(seconds: 5 * 60), topic: "The day")]
    )

    private static let change: [SessionEffect] = [.bell, .flash, .say(.turn)]
    private static let end: [SessionEffect] = [
        .bell, .flash, .say(.ended(.complete)), .finish(.complete),
    ]

    @Test func `it waits for somebody to begin`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        #expect(led.pass(600) == [])
        #expect(led.session.phase == .ready)
        #expect(led.session.wait(at: led.clock) == nil)
        #expect(led.press(.skip) == [] && led.press(.back) == [])
        #expect(led.press(.pause) == [.say(.turn)])
        #expect(led.session.isRunning)
        #expect(led.session.left == .seconds(300))
    }

    @Test func `the turn changes with a bell and a flash, and the last one ends it`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        let minutes = [4, 3, 2, 1].map { SessionEffect.say(.left(.seconds(60 * $0))) }
        #expect(led.pass(299) == minutes)
        #expect(led.session.current.speaker == 0)
        #expect(led.pass(1) == Self.change)
        #expect(led.session.current.speaker == 1)
        #expect(led.session.left == .seconds(300))
        #expect(led.session.isFlashing(at: led.clock))
        #expect(led.pass(1) == [])
        #expect(!led.session.isFlashing(at: led.clock))
        #expect(led.pass(298) == minutes)
        #expect(led.pass(1) == Self.end)
        #expect(led.session.phase == .ended(.complete))
        #expect(led.session.led == .seconds(600))
        #expect(led.session.progress == 1)
        #expect(led.pass(10) == [] && led.press(.back) == [], "what is over stays over")
    }

    @Test func `a turn that ends between two ticks gives what is over to the next one`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        _ = led.pass(299)
        #expect(led.sleep(.milliseconds(1_500)) == Self.change)
        #expect(led.session.left == .milliseconds(299_500))
        _ = led.pass(298)
        #expect(led.sleep(.seconds(3)) == Self.end)
        #expect(led.session.led == .seconds(600), "the last turn is not longer than it is")
    }

    @Test func `turns of a second change more than once between two ticks`() throws {
        let script = SessionScript(
            rounds: 3,
            turns: [Turn(speaks: .each, length: Span(seconds: 1), topic: "One word")]
        )
        var led = try Led(script, "Alex", "Sam")
        _ = led.press(.pause)
        #expect(led.sleep(.seconds(4)) == Self.change)
        #expect(led.session.turn == 4 && led.session.current.round == 3)
        #expect(led.sleep(.seconds(4)) == Self.end)
        #expect(led.session.led == .seconds(6))
    }

    @Test func `a pause stops time, and the same key goes on`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        _ = led.pass(28)
        #expect(led.press(.pause) == [.say(.paused)])
        #expect(led.pass(3_600) == [] && led.sleep(.seconds(36_000)) == [])
        #expect(led.session.phase == .paused(away: nil))
        #expect(led.session.left == .seconds(272))
        #expect(led.session.wait(at: led.clock) == nil, "nothing wakes it while it is paused")
        #expect(led.press(.pause) == [.say(.resumed)])
        #expect(led.pass(2) == [])
        #expect(led.session.left == .seconds(270))
        #expect(led.session.led == .seconds(30))
    }

    @Test func `skip goes to the next turn, and from the last one to the end`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        _ = led.pass(10)
        #expect(led.press(.skip) == Self.change)
        #expect(led.session.current.speaker == 1 && led.session.left == .seconds(300))
        #expect(led.press(.skip) == Self.end)
        #expect(led.session.led == .seconds(10))
    }

    @Test func `back begins the turn anew, and right at its beginning goes to the one before`()
        throws
    {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        _ = led.pass(2)
        #expect(led.press(.back) == [.say(.turn)], "there is none before the first")
        #expect(led.session.left == .seconds(300))
        _ = led.press(.skip)
        _ = led.pass(40)
        #expect(led.press(.back) == [.say(.turn)])
        #expect(led.session.turn == 1 && led.session.left == .seconds(300))
        _ = led.pass(2)
        #expect(led.press(.back) == Self.change)
        #expect(led.session.turn == 0 && led.session.left == .seconds(300))
        #expect(led.session.led == .seconds(44), "what was led was led")
    }

    @Test func `what is paused stays paused when the turn is changed`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        _ = led.press(.pause)
        #expect(led.press(.skip) == Self.change)
        #expect(led.session.phase == .paused(away: nil))
        #expect(led.pass(20) == [] && led.session.left == .seconds(300))
    }

    @Test(arguments: [5, 60, 720, 86_400])
    func `a closed laptop costs nobody their turn`(seconds: Int) throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        _ = led.pass(100)
        let gap = Duration.seconds(seconds)
        #expect(led.sleep(gap) == [.say(.away(gap))])
        #expect(led.session.phase == .paused(away: gap))
        #expect(led.session.left == .seconds(200), "it stands where it was last seen")
        #expect(led.press(.pause) == [.say(.resumed)])
        _ = led.pass(1)
        #expect(led.session.left == .seconds(199))
    }

    @Test func `a busy machine is no absence`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        #expect(led.sleep(.milliseconds(4_999)) == [])
        #expect(led.session.isRunning)
    }

    @Test func `the key that is typed before anybody sees the pause is not taken, but q is`() throws
    {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        _ = led.pass(1)
        #expect(led.sleep(.seconds(60), .key(.pause)) == [.say(.away(.seconds(60)))])
        #expect(led.session.phase == .paused(away: .seconds(60)))
        _ = led.press(.pause)
        let quit = led.sleep(.seconds(60), .key(.quit))
        #expect(quit.last == .finish(.quit))
    }

    @Test func `leaving and coming back pauses, and says for how long`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        #expect(led.sleep(.zero, .left) == [] && led.sleep(.seconds(9), .returned) == [])
        #expect(led.session.phase == .ready, "nothing was going on")
        _ = led.press(.pause)
        _ = led.pass(10)
        #expect(led.sleep(.zero, .left) == [])
        #expect(led.sleep(.seconds(90), .returned) == [.say(.away(.seconds(90)))])
        #expect(led.session.phase == .paused(away: .seconds(90)))
        #expect(led.session.left == .seconds(290))
        #expect(led.sleep(.zero, .left) == [] && led.sleep(.seconds(9), .returned) == [])
        #expect(led.session.phase == .paused(away: .seconds(90)), "it was paused already")
    }

    @Test func `who is back at once was not away`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        _ = led.press(.pause)
        #expect(led.sleep(.zero, .left) == [])
        #expect(led.sleep(.milliseconds(300), .returned) == [.say(.paused)])
        #expect(led.session.phase == .paused(away: nil))
    }

    @Test(arguments: [0, 1, 2])
    func `q quits whatever goes on, without a bell`(presses: Int) throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        (0..<presses).forEach { _ in _ = led.press(.pause) }
        #expect(led.press(.quit) == [.say(.ended(.quit)), .finish(.quit)])
        #expect(led.session.phase == .ended(.quit))
        #expect(led.press(.quit) == [])
    }

    @Test func `it is woken when the shown second changes, and when the flash is over`() throws {
        var led = try Led(Self.talk, "Alex", "Sam")
        led.clock = .milliseconds(700)
        _ = led.press(.pause)
        #expect(led.session.wait(at: led.clock) == .seconds(1))
        _ = led.sleep(.milliseconds(250))
        #expect(led.session.wait(at: led.clock) == .milliseconds(750))
        #expect(led.session.wait(at: led.clock + .milliseconds(50)) == .milliseconds(700))
        _ = led.press(.skip)
        _ = led.sleep(.milliseconds(400))
        #expect(led.session.wait(at: led.clock) == .milliseconds(600))
        _ = led.press(.pause)
        #expect(
            led.session.wait(at: led.clock) == .milliseconds(600),
            "the flash is seen in a pause"
        )
    }
}

/// A script laid out for people.
struct SessionPlanTests {
    private static let script = SessionScript(
        rounds: 2,
        turns: [
            .init(
                speaks: .each,
                length: Span(seconds: 2 * 60),
                topic: "The question",
                listener: "Listens"
            ),
            .init(speaks: .together, length: Span(seconds: 1 * 60), topic: "Tea"),
        ]
    )

    private func plan(
        _ people: [String],
        prompts: [String] = [],
        length: Int? = nil
    ) throws -> SessionPlan {
        try #require(
            SessionPlan(
                Self.script,
                title: "Talk",
                people: people,
                prompts: prompts,
                length: length.map { Span(seconds: Int64($0)) }
            )
        )
    }

    @Test func `three partners speak one after the other, in every round`() throws {
        let plan = try plan(["Alex", "Sam", "Kim"])
        #expect(plan.turns.map(\.speaker) == [0, 1, 2, nil, 0, 1, 2, nil])
        #expect(plan.turns.map(\.round) == [1, 1, 1, 1, 2, 2, 2, 2])
        #expect(plan.turns[3].listener == nil && plan.turns[2].listener == "Listens")
        #expect(plan.length == .seconds(2 * (3 * 120 + 60)))
        #expect(plan.length == .seconds(Self.script.seconds(for: 3)))
    }

    @Test func `a length of choice is that of every turn`() throws {
        let plan = try plan(["Alex", "Sam"], length: 300)
        #expect(Set(plan.turns.map(\.length)) == [.seconds(300)])
    }

    @Test(
        arguments: [
            ([], [[], []]), (["a"], [["a"], ["a"]]), (["a", "b"], [["a"], ["b"]]),
            (["a", "b", "c"], [["a"], ["b"]]),
        ] as [([String], [[String]])]
    )
    func `each round has its question`(prompts: [String], rounds: [[String]]) throws {
        let plan = try plan(["Alex"], prompts: prompts)
        #expect([plan.turns[0].prompts, plan.turns[3].prompts] == rounds)
        #expect(plan.turns[1].prompts == rounds[0])
    }

    @Test func `one round has all questions`() throws {
        var script = Self.script
        script.rounds = 1
        let plan = try #require(
            SessionPlan(script, title: "Talk", people: ["Alex"], prompts: ["a", "b"])
        )
        #expect(plan.turns.allSatisfy { $0.prompts == ["a", "b"] })
    }

    @Test func `there is none without a turn or without anybody`() {
        #expect(SessionPlan(SessionScript(turns: []), title: "Talk", people: ["Alex"]) == nil)
        #expect(SessionPlan(Self.script, title: "Talk", people: []) == nil)
    }
}
