import CivilTime
import Delivery
import Emitters
import Household
import Ledger
import Logging
import Planning
import Synchronization
import Testing

@testable import Daemon

/// When a channel is listened to, and what becomes of what is heard there.
@Suite struct `A channel that is listened to` {
    /// A household with a channel that listens, which was told of noon.
    private struct Home {
        let house: House
        let ear = WatchedEar()
        let channel: ListeningChannel
        let ledger: BrokenLedger
        let planning: PlannerActor
        let outbox: Outbox
        let listeners: Listeners
        let heard: HeardAnswers
        let tokens = AnswerTokens(key: Array(0..<32))
        let wake = PlannedWake()

        init(answering results: DeliveryAttempt.Result...) async throws {
            house = try House()
            channel = ListeningChannel(watched: WatchedChannel(answering: results), ear: ear)
            ledger = BrokenLedger(try house.openLedger())
            var household = try House.couple()
            var settings = WebhookSettings(url: Secret("https://ntfy.example/us"), preset: .ntfy)
            settings.listens = true
            household.channels = [Channel(id: "one", kind: .webhook(settings))]
            (planning, outbox) = try house.parts(
                household,
                ledger: ledger,
                channels: ["one": channel]
            )
            let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let heard = HeardAnswers(
                ChannelAnswers(
                    planning: planning,
                    outbox: outbox,
                    ledger: ledger,
                    now: house.clock.read,
                    log: log,
                    names: LogNames()
                ),
                tokens: tokens
            )
            self.heard = heard
            listeners = Listeners(
                outbox: outbox,
                ledger: ledger,
                now: house.clock.read,
                log: log,
                wake: wake,
                hear: { await heard.hear($0, on: $1, isReplay: $2) },
                report: { [ear] in ear.noteEnd() }
            )
            try await planning.start()
        }

        func wake(at time: String) async throws {
            try house.clock.set(time)
            await planning.wake()
            await outbox.settled()
            await listeners.follow(await planning.household)
        }

        func hear(
            _ answer: HeardAnswer,
            on channel: String,
            isReplay: Bool = false
        ) async -> Hearing {
            await heard.hear(answer, on: channel, isReplay: isReplay)
        }

        func tell() async throws -> Nudge {
            try await wake(at: "2026-01-09T12:00:00Z")
            return try #require(channel.watched.nudges.first)
        }

        func token(_ nudge: Nudge, _ action: NudgeAction = .done) throws -> HeardAnswer {
            .token(try #require(tokens.token(for: nudge, action)))
        }

        func outcomes(of nudge: Nudge) throws -> [String] {
            try ledger.outcomes(of: nudge.occurrence.key).map {
                "\($0.kind.name) \($0.partner ?? "-")"
            }
        }
    }

    @Test func `is listened to only while a message of it is open`() async throws {
        let home = try await Home()
        await home.listeners.follow(await home.planning.household)
        #expect(await home.listeners.listening == [])
        #expect(home.wake.time == nil)

        let nudge = try await home.tell()
        #expect(await home.ear.next() == [nil])
        #expect(await home.listeners.listening == ["one"])
        #expect(home.wake.time == nudge.expires + .seconds(1))

        #expect(await home.hear(try home.token(nudge), on: "one") == .taken)
        await home.outbox.settled()
        await home.listeners.follow(await home.planning.household)
        #expect(await home.listeners.listening == [])
        #expect(home.wake.time == nil)
        #expect(try home.outcomes(of: nudge) == ["done alex"])
    }

    @Test func `is closed when its last message expires`() async throws {
        let home = try await Home()
        let nudge = try await home.tell()
        _ = await home.ear.next()
        try await home.wake(at: (nudge.expires + .seconds(1)).description)
        #expect(await home.listeners.listening == [])
        #expect(home.wake.time == nil)
    }

    @Test func `is connected to again after a wait, from where it was`() async throws {
        let home = try await Home()
        let nudge = try await home.tell()
        _ = await home.ear.next()
        let ends: [(ListeningEnd.Result, String, String?)] = [
            (.failed(retryAfter: nil), "m1", "2026-01-09T12:00:05Z"),
            (.failed(retryAfter: nil), "m2", "2026-01-09T12:00:15Z"),
            (.failed(retryAfter: .seconds(60)), "m3", "2026-01-09T12:01:15Z"),
        ]
        for (result, place, time) in ends {
            await home.ear.end(ListeningEnd(result, detail: "HTTP 503", place: place))
            await home.listeners.follow(await home.planning.household)
            #expect(await home.listeners.listening == [])
            #expect(home.wake.time?.description == time)
            try await home.wake(at: try #require(time))
            #expect(await home.ear.next().last == place)
        }
        await home.ear.end(ListeningEnd(.refused, detail: "HTTP 403", place: "m4"))
        try await home.wake(at: "2026-01-09T12:30:00Z")
        #expect(await home.listeners.listening == [])
        #expect(home.wake.time == nudge.expires + .seconds(1))
    }

    @Test func `is not asked in a circle where each connection ends at once`() async throws {
        let home = try await Home()
        _ = try await home.tell()
        for _ in 1...3 {
            _ = await home.ear.next()
            await home.ear.end(ListeningEnd(.heardOut, detail: "HTTP 200", place: nil))
            await home.listeners.follow(await home.planning.household)
        }
        _ = await home.ear.next()
        await home.ear.end(ListeningEnd(.heardOut, detail: "HTTP 200", place: nil))
        await home.listeners.follow(await home.planning.household)
        #expect(await home.listeners.listening == [])
        #expect(home.wake.time?.description == "2026-01-09T12:00:40Z")
    }

    @Test func `changes nothing by what is forged, foreign, repeated or late, and counts it`()
        async throws
    {
        let home = try await Home()
        let nudge = try await home.tell()
        let good = try home.token(nudge)
        guard case .token(let text) = good else {
            return
        }
        let stranger = AnswerTokens(key: Array(1...32))
        let wrong: [(HeardAnswer, String)] = [
            (.noise, "one"), (.token(""), "one"), (.token("\(text)A"), "one"),
            (.token(String(text.reversed())), "one"), (good, "two"),
            (.token(try #require(stranger.token(for: nudge, .done))), "one"),
            (.sign(HeardSign(.done, on: "message 1", by: nil, name: "r0")), "one"),
        ]
        for (answer, channel) in wrong {
            #expect(await home.hear(answer, on: channel) == .refused)
        }
        #expect(try home.outcomes(of: nudge) == [])
        #expect(home.heard.refusals == ["one": 6, "two": 1])

        #expect(await home.hear(good, on: "one") == .taken)
        #expect(await home.hear(good, on: "one") == .refused)
        #expect(await home.hear(try home.token(nudge, .skip), on: "one") == .refused)
        // What the service still had at the start is no attempt of anybody's.
        #expect(await home.hear(good, on: "one", isReplay: true) == .refused)
        #expect(try home.outcomes(of: nudge) == ["done alex"])
        #expect(home.heard.refusals["one"] == 8)
    }

    @Test func `takes an answer once it can be written, and counts none until then`() async throws {
        let home = try await Home()
        let nudge = try await home.tell()
        let sign = HeardAnswer.sign(HeardSign(.done, on: "message 1", by: "alex", name: "r1"))
        home.ledger.set(broken: true)
        for answer in [try home.token(nudge), sign] {
            #expect(await home.hear(answer, on: "one") == .notNow)
        }
        #expect(home.heard.refusals == [:])
        home.ledger.set(broken: false)
        #expect(await home.hear(sign, on: "one") == .taken)
        #expect(try home.outcomes(of: nudge) == ["done alex"])
    }

    @Test func `takes a sign on a message once its name is known`() async throws {
        // The first reply was lost, so the message is shown and has no name here yet.
        let home = try await Home(answering: .failed(retryAfter: nil))
        let nudge = try await home.tell()
        let sign = HeardAnswer.sign(HeardSign(.done, on: "message 2", by: "alex", name: "r1"))
        #expect(await home.hear(sign, on: "one") == .notNow)
        #expect(try home.outcomes(of: nudge) == [])
        try await home.wake(at: "2026-01-09T12:01:00Z")
        #expect(home.channel.watched.nudges.count == 2)
        #expect(await home.hear(sign, on: "one") == .taken)
        #expect(try home.outcomes(of: nudge) == ["done alex"])
        #expect(home.heard.refusals == [:])
    }

    @Test func `takes no answer after its nudge has expired`() async throws {
        let home = try await Home()
        let nudge = try await home.tell()
        try home.house.clock.set((nudge.expires + .seconds(1)).description)
        #expect(await home.hear(try home.token(nudge), on: "one") == .refused)
        #expect(try home.outcomes(of: nudge) == [])
    }

    @Test func `takes a sign on the message that the service named`() async throws {
        let home = try await Home()
        let nudge = try await home.tell()
        let sign = HeardAnswer.sign(HeardSign(.done, on: "message 1", by: "alex", name: "r1"))
        #expect(await home.hear(sign, on: "two") == .refused)
        // On what somebody else wrote there, and by somebody who is not asked.
        for other in [
            HeardSign(.done, on: "nobody's", by: "alex", name: "r2"),
            HeardSign(.done, on: "message 1", by: "robin", name: "r3"),
        ] {
            #expect(await home.hear(.sign(other), on: "one") == .refused)
        }
        #expect(home.heard.refusals == ["one": 1])
        #expect(await home.hear(sign, on: "one") == .taken)
        #expect(try home.outcomes(of: nudge) == ["done alex"])

        // Taken back, it is not taken again where the service tells it once more.
        let key = nudge.occurrence.key
        try await home.planning.perform(.undo(key, by: nil, at: home.house.clock.read()))
        #expect(await home.hear(sign, on: "one", isReplay: true) == .refused)
        #expect(try home.outcomes(of: nudge).filter { $0.hasPrefix("skip") }.isEmpty)
        let next = HeardSign(.skip, on: "message 1", by: "alex", name: "r4")
        #expect(await home.hear(.sign(next), on: "one") == .taken)
    }
}

/// A channel with an ear.
private struct ListeningChannel: Emitting {
    let watched: WatchedChannel
    let ear: WatchedEar

    var listener: (any Listening)? { ear }

    func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        await watched.deliver(nudge)
    }

    @discardableResult
    func withdraw(_ messages: [ShownMessage]) async -> DeliveryAttempt {
        await watched.withdraw(messages)
    }
}

/// A listener whose connections end as a test says.
private final class WatchedEar: Listening {
    private struct State {
        var places: [String?] = []
        var open: AsyncStream<ListeningEnd>.Continuation?
    }

    private let state = Mutex(State())
    private let begun = AsyncStream.makeStream(of: Void.self)
    private let ended = AsyncStream.makeStream(of: Void.self)

    func listen(
        from place: String?,
        hear: @Sendable (HeardAnswer) async -> Hearing
    ) async -> ListeningEnd {
        let (ends, continuation) = AsyncStream.makeStream(of: ListeningEnd.self)
        state.withLock { state in
            state.places.append(place)
            state.open = continuation
        }
        begun.continuation.yield()
        for await end in ends {
            return end
        }
        return ListeningEnd(.failed(retryAfter: nil), detail: "closed", place: place)
    }

    /// Returns the places of all connections once the next one is made.
    func next() async -> [String?] {
        for await _ in begun.stream {
            break
        }
        return state.withLock { $0.places }
    }

    /// Ends the connection, and returns once that was taken up.
    func end(_ end: ListeningEnd) async {
        state.withLock { $0.open }?.yield(end)
        for await _ in ended.stream {
            break
        }
    }

    func noteEnd() {
        ended.continuation.yield()
    }
}
