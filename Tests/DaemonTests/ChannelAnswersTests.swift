import CivilTime
import Delivery
import Household
import Ledger
import Logging
import Planning
import Synchronization
import Testing

@testable import Daemon

@Suite struct ChannelAnswersTests {
    /// A household that was told of noon on one channel.
    private struct Told {
        let house: House
        let channel = WatchedChannel()
        let ledger: BrokenLedger
        let planning: PlannerActor
        let outbox: Outbox
        let answers: ChannelAnswers
        let nudge: Nudge

        /// With `walksToo` it was told of noon and of a walk at once, two hours late; with `both` to Alex and Sam.
        init(
            walksToo: Bool = false,
            both: Bool = false,
            needs: Needs = .anyone,
            report: @escaping @Sendable (PlannerActor.Event) -> Void = { _ in }
        ) async throws {
            house = try House()
            ledger = BrokenLedger(try house.openLedger())
            var household = try House.couple()
            household.channels = [Channel(id: "one", kind: .desktop(DesktopSettings()))]
            if both {
                household.partners.append(Partner(id: "sam", name: "Sam", zone: .utc))
            }
            household.rituals[0].needs = needs
            if walksToo {
                var walk = household.rituals[0]
                walk.id = "walk"
                walk.title = "Walk"
                household.rituals.append(walk)
            }
            (planning, outbox) = try house.parts(
                household,
                ledger: ledger,
                channels: ["one": channel],
                report: report
            )
            answers = ChannelAnswers(
                planning: planning,
                outbox: outbox,
                ledger: ledger,
                now: house.clock.read,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                names: LogNames()
            )
            try await planning.start()
            try house.clock.set(walksToo ? "2026-01-09T14:00:00Z" : "2026-01-09T12:00:00Z")
            await planning.wake()
            nudge = try #require(await channel.next())
            await outbox.settled()
        }

        func take(_ kind: ChannelEvent.Kind) async {
            await answers.take(ChannelEvent(channel: "one", kind))
            await outbox.settled()
        }

        func perform(_ event: PlannerEvent) async throws {
            try await planning.perform(event)
            await outbox.settled()
        }

        func say(_ kind: Outcome.Kind, of ritual: String) async throws {
            let key = try #require(OccurrenceKey(parsing: "\(ritual)@2026-01-09T12:00"))
            try await perform(
                .said(Outcome(occurrence: key, kind: kind, said: house.clock.read()))
            )
        }

        var outcomes: [Outcome] {
            get throws { try ledger.outcomes(of: nudge.occurrence.key) }
        }
    }

    @Test(arguments: answers)
    func `an answer to a message for both is said for both`(
        _ answer: NudgeAnswer,
        _ name: String
    ) async throws {
        let told = try await Told(both: true)
        #expect(told.nudge.partners == ["alex", "sam"])
        await told.take(.answered(told.nudge, answer))
        #expect(try told.outcomes.map(\.kind.name) == [name])
        #expect(try told.outcomes.map(\.partner) == [nil])
        #expect(told.channel.withdrawn.contains { $0.id == told.nudge.id })
        #expect(told.channel.nudges.count == 1)
    }

    @Test
    func `where both have to say done, each says their own, and the message is for the other`()
        async throws
    {
        let told = try await Told(both: true, needs: .all)
        #expect(told.nudge.buttons.map(\.partner) == ["alex", "sam", nil, nil])
        // Nobody can say it for somebody whom it is not for, or for all.
        for nobody in [nil, "robin"] {
            await told.take(.answered(told.nudge, .done, by: nobody))
        }
        #expect(try told.outcomes == [])

        let before = told.channel.nudges.count
        await told.take(.answered(told.nudge, .done, by: "sam"))
        await told.take(.answered(told.nudge, .done, by: "sam"))
        #expect(try told.outcomes.map(\.partner) == ["sam"])
        let rest = try #require(told.channel.nudges.dropFirst(before).first)
        #expect(rest.id == told.nudge.id)
        #expect(rest.partners == ["alex"])
        #expect(rest.buttons.map(\.partner) == [nil, nil, nil])
        await told.answers.showAgain(on: "one")
        #expect(told.channel.restored.last?.map(\.partners) == [["alex"]])

        await told.take(.answered(rest, .done))
        #expect(try told.outcomes.map(\.partner) == ["sam", "alex"])
        #expect(told.channel.withdrawn.last?.id == told.nudge.id)
        await told.answers.showAgain(on: "one")
        #expect(told.channel.restored.last == [])
    }

    @Test func `a message for both is shown again as long as it is open for one`() async throws {
        let told = try await Told(both: true)
        await told.answers.showAgain(on: "one")
        #expect(told.channel.restored.last?.map(\.partners) == [["alex", "sam"]])
        let later = Outcome.Kind.later(until: told.house.clock.read() + .seconds(600))
        try await told.perform(
            .said(
                Outcome(
                    occurrence: told.nudge.occurrence.key,
                    kind: later,
                    partner: "alex",
                    said: told.house.clock.read()
                )
            )
        )
        await told.answers.showAgain(on: "one")
        #expect(told.channel.restored.last?.map(\.partners) == [["alex", "sam"]])
        try await told.say(.done, of: "noon")
        await told.answers.showAgain(on: "one")
        #expect(told.channel.restored.last == [])
    }

    static let answers: [(NudgeAnswer, String)] = [
        (.done, "done"), (.skipped, "skipped"), (.later(.seconds(600)), "snoozed"),
    ]

    @Test(arguments: answers)
    func `an answer is the partner's outcome, and takes the notification away`(
        _ answer: NudgeAnswer,
        _ name: String
    ) async throws {
        let told = try await Told()
        await told.take(.answered(told.nudge, answer))
        let outcomes = try told.outcomes
        #expect(outcomes.map(\.kind.name) == [name])
        #expect(outcomes.map(\.partner) == ["alex"])
        #expect(told.channel.withdrawn.contains { $0.id == told.nudge.id })
    }

    @Test(arguments: [(600, "2026-01-09T12:10:00Z"), (601, "2026-01-09T12:11:00Z")])
    func `later puts it off for as long as the channel says, to the whole minute`(
        _ seconds: Int64,
        _ until: String
    ) async throws {
        let told = try await Told()
        await told.take(.answered(told.nudge, .later(.seconds(seconds))))
        #expect(told.house.alarm.asked?.description == until)
    }

    @Test func `what has its answer takes no second one`() async throws {
        let told = try await Told()
        await told.take(.answered(told.nudge, .done))
        await told.take(.answered(told.nudge, .done))
        await told.take(.answered(told.nudge, .skipped))
        #expect(try told.outcomes.map(\.kind) == [.done])
    }

    @Test func `an answer that cannot be written is asked for again`() async throws {
        let told = try await Told()
        told.ledger.set(broken: true)
        await told.take(.answered(told.nudge, .done))
        #expect(try told.outcomes.isEmpty)
        #expect(told.channel.nudges == [told.nudge, told.nudge])
        #expect(told.channel.withdrawn.isEmpty)
        told.ledger.set(broken: false)
        await told.take(.answered(told.nudge, .done))
        #expect(try told.outcomes.count == 1)
    }

    @Test func `what is open is shown again, and what was answered is not`() async throws {
        let told = try await Told()
        await told.take(.ready)
        #expect(told.channel.restored == [[told.nudge]])
        await told.take(.answered(told.nudge, .done))
        await told.take(.ready)
        #expect(told.channel.restored == [[told.nudge], []])
    }

    @Test func `what was put out of sight is not shown again, also by the next run`() async throws {
        let told = try await Told()
        await told.take(.dismissed(told.nudge))
        await told.take(.ready)
        #expect(told.channel.restored == [[]])
        let delivery = try #require(
            try told.ledger.deliveries(about: told.nudge.occurrence.key).first
        )
        #expect(delivery.dismissed != nil)
        #expect(delivery.state == .delivered)
    }

    @Test func `what was put out of sight stays so when it is taken back and opened again`()
        async throws
    {
        let told = try await Told()
        let now = told.house.clock.read()
        await told.take(.dismissed(told.nudge))
        try await told.perform(.hold(Hold(from: now, until: now + .seconds(86_400)), at: now))
        try await told.perform(.release(ritual: nil, at: now))
        await told.take(.ready)
        #expect(told.channel.restored == [[]])
    }

    // The next hold is told by another notice, about another day.
    @Test func `a notice that was taken back is not shown again`() async throws {
        let told = try await Told(both: true)
        for day in [0, 1] {
            try told.house.clock.set("2026-01-\(day == 0 ? "09" : "10")T13:00:00Z")
            let now = told.house.clock.read()
            let hold = Hold(
                ritual: "noon",
                from: now,
                until: now + .seconds(5 * 86_400),
                partner: "alex"
            )
            try await told.perform(.hold(hold, at: now))
        }
        let notices = told.channel.nudges.filter { $0.stage.kind == .notice }
        #expect(notices.count == 2)
        #expect(told.channel.withdrawn.contains { $0.id == notices.first?.id })
        await told.take(.ready)
        #expect(told.channel.restored.last == Array(notices.suffix(1)))
    }

    @Test func `of what one partner was told the latest is shown again`() async throws {
        let told = try await Told()
        await told.take(.answered(told.nudge, .later(.seconds(600))))
        try told.house.clock.set("2026-01-09T12:10:00Z")
        await told.planning.wake()
        await told.outbox.settled()
        await told.take(.ready)
        #expect(told.channel.restored.map { $0.map(\.stage) } == [[.snooze(1)]])
    }

    @Test func `what is held is taken away, and shown again once it is no longer held`()
        async throws
    {
        let told = try await Told()
        let now = told.house.clock.read()
        let hold = Hold(from: now, until: now + .seconds(86_400))
        try await told.perform(.hold(hold, at: now))
        #expect(told.channel.withdrawn.contains { $0.id == told.nudge.id })
        await told.take(.ready)
        #expect(told.channel.restored == [[]])
        try await told.perform(.release(ritual: nil, at: now))
        await told.take(.ready)
        #expect(told.channel.restored == [[], [told.nudge]])
    }

    @Test func `a ritual that is kept no longer has nothing shown`() async throws {
        let told = try await Told()
        var household = await told.planning.household
        household.rituals = []
        try await told.perform(.newHousehold(household, at: told.house.clock.read()))
        #expect(told.channel.withdrawn.contains { $0.id == told.nudge.id })
    }

    @Test func `another channel's nudges are none of its own`() async throws {
        let told = try await Told()
        await told.answers.take(ChannelEvent(channel: "two", .ready))
        #expect(told.channel.restored.isEmpty)
    }

    @Test func `a digest is shown again as long as something in it is open`() async throws {
        let told = try await Told(walksToo: true)
        #expect(told.nudge.stage == .digest)
        await told.take(.ready)
        #expect(told.channel.restored == [[told.nudge]])
        try await told.say(.done, of: "noon")
        #expect(told.channel.withdrawn.isEmpty)
        await told.take(.ready)
        #expect(told.channel.restored == [[told.nudge], [told.nudge]])
        try await told.say(.skipped, of: "walk")
        #expect(told.channel.withdrawn.contains { $0.id == told.nudge.id })
        await told.take(.ready)
        #expect(told.channel.restored == [[told.nudge], [told.nudge], []])
    }

    @Test func `a digest is taken away once all that is in it is held or put out of sight`()
        async throws
    {
        let told = try await Told(walksToo: true)
        let now = told.house.clock.read()
        let until = now + .seconds(86_400)
        try await told.perform(
            .hold(Hold(ritual: "noon", from: now, until: until), at: now)
        )
        await told.take(.ready)
        #expect(told.channel.restored == [[told.nudge]])
        try await told.perform(
            .hold(Hold(ritual: "walk", from: now, until: until), at: now)
        )
        #expect(told.channel.withdrawn.contains { $0.id == told.nudge.id })
        await told.take(.ready)
        #expect(told.channel.restored == [[told.nudge], []])
        try await told.perform(.release(ritual: "walk", at: now))
        await told.answers.showAgain()
        await told.take(.dismissed(told.nudge))
        await told.take(.ready)
        #expect(told.channel.restored == [[told.nudge], [], [told.nudge], []])
    }

    @Test(arguments: [false, true])
    func `what is open again by a word is shown again with it`(_ isHold: Bool) async throws {
        let events = Mutex<[PlannerActor.Event]>([])
        let told = try await Told { event in events.withLock { $0.append(event) } }
        let now = told.house.clock.read()
        if isHold {
            let hold = Hold(from: now, until: now + .seconds(86_400))
            try await told.perform(.hold(hold, at: now))
        } else {
            await told.take(.answered(told.nudge, .done))
        }
        #expect(told.channel.withdrawn.contains { $0.id == told.nudge.id })
        try await told.perform(
            isHold
                ? .release(ritual: nil, at: now)
                : .undo(told.nudge.occurrence.key, by: nil, at: now)
        )
        #expect(events.withLock { $0.filter { $0 != .changed } } == [.reopened])
        await told.answers.showAgain()
        #expect(told.channel.restored == [[told.nudge]])
    }
}
