import CivilTime
import ControlAPI
import Delivery
import Household
import Ledger
import Logging
import Planning
import TestKit
import Testing

@testable import Daemon

/// What is to be prepared, by the control API and by a nudge's button.
@Suite struct PreparedStepTests {
    /// A getaway of Friday 27 February 2026 with check-ins that are silent meanwhile, and a rebuilding plan.
    private static let config = """
        [household]
        time_zone = "UTC"
        [[partner]]
        id = "alex"
        [[partner]]
        id = "sam"
        [channel.one]
        type = "desktop"
        [[ritual]]
        id = "check-in"
        template = "check-in"
        [[plan]]
        use = "7-7-7"
        from = 2026-01-09
        leave_out = ["date", "trip"]
        quiets = ["check-in"]
        [[plan]]
        use = "rebuilding"
        from = 2026-02-02
        """

    private static let id = "7-7-7-getaway"

    private func keep(_ channel: WatchedChannel = WatchedChannel()) async throws -> KeptHouse {
        let kept = try await KeptHouse(
            Self.config,
            channels: ["one": channel],
            from: "2026-02-01T10:00:00Z"
        )
        try await kept.wake(at: "2026-02-06T11:30:00Z")
        try await kept.wake(at: "2026-02-06T12:00:00Z")
        return kept
    }

    private func done(_ step: String, _ kept: KeptHouse) async throws -> OutcomeMessage {
        try await kept.tell(
            .done,
            OutcomeRequest(ritual: Self.id, partner: "sam", step: step)
        )
    }

    private func getaway(_ kept: KeptHouse) async throws -> OccurrenceMessage {
        let coming: [OccurrenceMessage] = try await kept.ask(
            .upcoming,
            QueryItems(["ritual": Self.id, "count": "1"])
        )
        return try #require(coming.first)
    }

    @Test func `a step is done, the getaway is not, and each listing knows`() async throws {
        let kept = try await keep()
        let message = try await done("choose", kept)
        #expect(message.outcome == .step)
        #expect(message.step == "choose")
        #expect(message.state == .ahead)
        #expect(message.steps.map(\.state) == [.done, .ahead, .ahead])
        #expect(message.steps.first?.partner == "sam")
        let row = try await getaway(kept)
        #expect(row.steps.map(\.state) == [.done, .ahead, .ahead])
        #expect(row.quiets == ["check-in"])
        try await kept.wake(at: "2026-02-13T12:30:00Z")
        let today: TodayMessage = try await kept.ask(.today)
        let open = today.prepare.flatMap { row in
            row.steps.filter { $0.state == .open }.map { "\(row.ritual) \($0.step)" }
        }
        #expect(open == ["\(Self.id) book"])
        let why: WhyMessage = try await kept.ask(
            .why,
            QueryItems(["ritual": Self.id, "date": "2026-02-27"])
        )
        #expect(why.occurrences.first?.steps.map(\.step) == ["choose", "book", "pack"])
        #expect(why.occurrences.first?.outcomes.map(\.step) == ["choose"])
        let again = try await done("choose", kept)
        #expect(again.unchanged)
    }

    @Test(arguments: [
        (
            "7-7-7-getaway", "bok",
            "no step 'bok' in '7-7-7-getaway'; did you mean 'book'? its steps are choose, book and pack"
        ),
        (
            "check-in", "book",
            "'check-in' has no steps; 'ritualctl done check-in' says all of it"
        ),
    ])
    func `a step that there is not is refused with those that there are`(
        _ ritual: String,
        _ step: String,
        _ detail: String
    ) async throws {
        let kept = try await keep()
        let problem = await #expect(throws: Problem.self) {
            let _: OutcomeMessage = try await kept.tell(
                .done,
                OutcomeRequest(ritual: ritual, step: step)
            )
        }
        #expect(problem?.detail == detail)
        #expect(problem?.kind == .unknownStep)
    }

    @Test func `a step goes with done alone`() async throws {
        let kept = try await keep()
        let problem = await #expect(throws: Problem.self) {
            let _: OutcomeMessage = try await kept.tell(
                .skip,
                OutcomeRequest(ritual: Self.id, step: "book")
            )
        }
        #expect(problem?.detail == "'step' goes with 'done' alone")
    }

    @Test func `undo takes the step back, and names it`() async throws {
        let kept = try await keep()
        _ = try await done("choose", kept)
        let undone: UndoMessage = try await kept.tell(.undo, UndoRequest())
        #expect(undone.undone == .step)
        #expect(undone.step == "choose")
        #expect(try await getaway(kept).steps.first?.state == .open)
    }

    @Test func `done on a nudge that asks for a step says it of the step`() async throws {
        let channel = WatchedChannel()
        let kept = try await keep(channel)
        let nudge = try #require(channel.nudges.last { $0.ritual == Self.id })
        #expect(nudge.step == "choose")
        #expect(nudge.actions == [.done, .later])
        let answers = ChannelAnswers(
            planning: kept.planning,
            outbox: kept.outbox,
            ledger: kept.ledger,
            now: kept.house.clock.read,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            names: LogNames()
        )
        await answers.take(ChannelEvent(channel: "one", .answered(nudge, .done)))
        await kept.outbox.settled()
        let said = try kept.ledger.outcomes(of: nudge.occurrence.key)
        #expect(said.map(\.kind) == [.step("choose")])
        #expect(try await getaway(kept).steps.first?.state == .done)
        // It is read again as it was written.
        let stored = try kept.ledger.deliveries(about: nudge.occurrence.key)
        #expect(Set(stored.map(\.nudge.step)) == ["choose"])
        #expect(stored.contains { $0.kind == .withdraw })
    }

    @Test func `a quieted evening says what has it silent`() async throws {
        let kept = try await keep()
        try await kept.wake(at: "2026-02-28T21:00:00Z")
        let today: TodayMessage = try await kept.ask(.today)
        let evening = try #require(today.occurrences.first { $0.ritual == "check-in" })
        #expect(evening.state == .absorbed)
        #expect(evening.absorber?.quiets == true)
        #expect(evening.absorber?.title == "Getaway")
        let why: WhyMessage = try await kept.ask(.why, QueryItems(["ritual": "check-in"]))
        #expect(
            why.occurrences.first?.decisions.first?.reason
                == "silent while 7-7-7-getaway@2026-02-27T19:00 lasts"
        )
    }

    @Test func `what waits for kept weeks is named with how many there are`() async throws {
        let kept = try await keep()
        for day in 2...5 {
            _ = try await kept.tell(
                .done,
                OutcomeRequest(
                    ritual: "rebuilding-five-minutes",
                    occurrence: DateOrTime(try CivilDate(parsing: "2026-02-0\(day)")),
                    both: true
                ),
                for: OutcomeMessage.self
            )
        }
        let names: NamesMessage = try await kept.ask(.names)
        let waiting = names.rituals.filter { $0.waits != nil }
        #expect(waiting.map(\.id) == ["rebuilding-deep-check-in", "rebuilding-heart-to-heart"])
        #expect(waiting.first?.waits?.kept == 1)
        #expect(waiting.first?.waits?.weeks == 4)
        let why: WhyMessage = try await kept.ask(
            .why,
            QueryItems(["ritual": "rebuilding-heart-to-heart"])
        )
        #expect(why.waits?.begins == nil)
        #expect(why.occurrences.isEmpty)
    }
}
