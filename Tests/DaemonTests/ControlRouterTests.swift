import CivilTime
import ControlAPI
import Delivery
import Household
import Planning
import Settings
import SystemZones
import TestKit
import Testing

@testable import Daemon

/// The answers of the control API, over a real ledger and a clock that is set by hand.
struct ControlRouterTests {
    private static let config = """
        [household]
        time_zone = "UTC"

        [[partner]]
        id = "alex"

        [channel.one]
        type = "journal"

        [[ritual]]
        id = "noon"
        title = "Noon"
        schedule = { every = "day", at = "12:00" }
        late_within = "3h"

        """

    private func keep(
        _ text: String = config,
        answering answers: DeliveryAttempt.Result...
    ) async throws -> KeptHouse {
        try await KeptHouse(text, answering: answers)
    }

    @Test func `check names what moves, and leaves the planner that runs alone`() async throws {
        let kept = try await keep()
        let before = await kept.planning.planner.nextDue
        let changes = try await kept.check(Self.config.replaced("12:00", by: "13:00"))
        #expect(changes.complete)
        #expect(changes.kept == 0)
        #expect(changes.changes.map(\.change) == [.moves, .moves, .moves])
        #expect(changes.changes.map(\.was) == (9...11).map { at($0, "12") })
        #expect(changes.changes.map(\.becomes) == (9...11).map { at($0, "13") })
        #expect(await kept.planning.planner.nextDue == before)
    }

    private func at(_ day: Int, _ hour: String) -> Instant {
        "2026-01-\(day < 10 ? "0" : "")\(day)T\(hour):00:00Z"
    }

    @Test func `check tells nothing anew that was told today`() async throws {
        let kept = try await keep()
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        try await kept.wake(at: "2026-01-09T12:30:00Z")
        let same = try await kept.check(Self.config)
        #expect(same.changes.isEmpty)
        #expect(same.kept == 3)
        // Told at noon, and noon is not to come again today.
        let later = try await kept.check(Self.config.replaced("12:00", by: "12:10"), days: 1)
        #expect(later.changes.map(\.was) == ["2026-01-10T12:00:00Z"])
        #expect(later.changes.map(\.becomes) == ["2026-01-10T12:10:00Z"])
    }

    @Test func `check names what appears, what goes and what is worded anew`() async throws {
        let kept = try await keep()
        let tea = try Self.config.replaced("noon", by: "tea").replaced("Noon", by: "Tea")
        let renamed = try await kept.check(tea, days: 1)
        #expect(Set(renamed.changes.map(\.change)) == [.goes, .appears])
        #expect(Set(renamed.changes.map(\.title)) == ["Noon", "Tea"])
        let words = try await kept.check(Self.config.replaced("Noon", by: "Midday"), days: 1)
        #expect(words.changes.map(\.change) == [.differs])
        #expect(words.changes.first?.differs == ["words"])
    }

    @Test func `check compares as far as an answer can hold, and says how far`() async throws {
        let often = try Self.config.replaced(
            #"{ every = "day", at = "12:00" }"#,
            by: #"{ every = "1 minute", from = 2026-01-09, at = "00:00" }"#
        )
        let changes = try await keep().check(often, days: 60)
        #expect(!changes.complete)
        #expect(changes.until < "2026-01-17T00:00:00Z")
        #expect(changes.changes.count < 12_000)
    }

    @Test func `a config with errors is refused with all of them`() async throws {
        let kept = try await keep()
        let problem = await #expect(throws: Problem.self) {
            try await kept.check(Self.config + "[houshold]\n")
        }
        #expect(problem?.kind == .configRejected)
        #expect(problem?.diagnostics?.first?.file == "new.toml")
        #expect(problem?.detail == "the config has 1 error; nothing was applied")
    }

    @Test func `why knows what was decided, what is to come, and what came before it`() async throws
    {
        let kept = try await keep()
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        let today = try #require(try await kept.why("noon", "2026-01-09").occurrences.first)
        #expect(today.decisions.map(\.decision) == [.fired])
        #expect(today.deliveries.map(\.state) == [.delivered])
        #expect(today.ahead.isEmpty)
        #expect(today.passed.isEmpty)

        let yesterday = try #require(try await kept.why("noon", "2026-01-08").occurrences.first)
        #expect(yesterday.decisions.isEmpty)
        #expect(yesterday.passed.map(\.due) == ["2026-01-08T12:00:00Z"])

        let far = try #require(try await kept.why("noon", "2027-01-09").occurrences.first)
        #expect(far.ahead.map(\.decision) == [.fired])
        #expect(far.ahead.map(\.channels) == [["one"]])
        #expect(far.state == .ahead)
    }

    @Test func `days before the ritual was kept are neither listed, asked about nor meant`()
        async throws
    {
        let asked = Self.config + "follow_up = \"23h\"\n"
        let kept = try await keep(asked)
        try await kept.wake(at: "2026-01-09T11:30:00Z")
        let history = try await kept.ask(.history, for: HistoryMessage.self)
        #expect(history.occurrences == [])
        let why = try #require(try await kept.why("noon", "2026-01-08").occurrences.first)
        #expect(why.state == nil)
        #expect(why.keptSince == "2026-01-09T10:00:00Z")
        #expect(why.ahead == [])
        #expect(
            Set(why.passed.map(\.reason)) == ["it was over before it was kept here"]
        )
        let done = OutcomeRequest(ritual: "noon")
        let said = try await kept.tell(.done, done, for: OutcomeMessage.self)
        #expect(said.occurrence == "noon@2026-01-09T12:00")
        let problem = await #expect(throws: Problem.self) {
            let request = OutcomeRequest(ritual: "noon", occurrence: "2026-01-08T12:00")
            try await kept.tell(.done, request, for: OutcomeMessage.self)
        }
        #expect(problem?.kind == .noOccurrence)
        #expect(
            problem?.detail == "'noon' was not kept yet at 2026-01-08T12:00; "
                + "it is kept since 2026-01-09T10:00"
        )
    }

    @Test func `history says what was said, and how it stands`() async throws {
        let kept = try await keep()
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        // Until a whole minute.
        let length = try Span(parsing: "19m 10s")
        let request = OutcomeRequest(ritual: "noon", partner: "alex", for: length)
        try await kept.tell(.snooze, request, for: OutcomeMessage.self)
        try await kept.wake(at: "2026-01-10T13:00:00Z")
        let history = try await kept.ask(.history, for: HistoryMessage.self)
        let entry = try #require(history.occurrences.first)
        #expect(entry.state == .passed)
        #expect(entry.words.map(\.outcome) == [.snoozed])
        #expect(entry.words.map(\.to) == [.snoozed("2026-01-09T12:20:00Z")])
    }

    @Test func `a test that does not arrive gives no nudge up`() async throws {
        let kept = try await keep(answering: .refused)
        await #expect(throws: Problem.self) {
            let request = SendTestRequest(channel: "one")
            try await kept.tell(.sendTest, request, for: SendTestMessage.self)
        }
        let status = try await kept.ask(.status, for: StatusMessage.self)
        #expect(status.channels.map(\.state) == [.testFailed])
    }

    @Test func `a hold is said, seen everywhere, and released`() async throws {
        let kept = try await keep()
        let request = HoldRequest(
            ritual: "noon",
            until: "2026-01-11",
            reason: "ill"
        )
        let hold = try await kept.tell(.hold, request, for: HoldMessage.self)
        #expect(hold.until == "2026-01-11T00:00:00Z")
        #expect(hold.title == "Noon")
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        let today = try #require(try await kept.why("noon", "2026-01-09").occurrences.first)
        #expect(today.decisions.map(\.decision) == [.held])
        #expect(today.state == .held)
        let tomorrow = try #require(try await kept.why("noon", "2026-01-10").occurrences.first)
        #expect(tomorrow.ahead.map(\.decision) == [.held])

        let history = try await kept.ask(.history, for: HistoryMessage.self)
        #expect(history.counts.held == 1)
        #expect(history.counts.missed == 0)
        #expect(history.holds.map(\.reason) == ["ill"])

        let release = ReleaseRequest(ritual: "noon")
        try await kept.tell(.release, release, for: HoldMessage.self)
        let problem = await #expect(throws: Problem.self) {
            try await kept.tell(.release, release, for: HoldMessage.self)
        }
        #expect(problem?.detail == "nothing is on hold")
        let after = try #require(try await kept.why("noon", "2026-01-10").occurrences.first)
        #expect(after.ahead.map(\.decision) == [.fired])
    }

    @Test(arguments: [
        ("2026-01-09", "'2026-01-09' is not after now, 2026-01-09T10:00"),
        ("2028-01-09", "'2028-01-09' is more than 366 days ahead"),
    ])
    func `a hold that cannot be meant is refused`(until: String, detail: String) async throws {
        let kept = try await keep()
        let problem = await #expect(throws: Problem.self) {
            let request = HoldRequest(until: try TimePoint.read(until))
            try await kept.tell(.hold, request, for: HoldMessage.self)
        }
        #expect(problem?.detail == detail)
    }

    @Test func `one done closes the days that are overdue, and says which`() async throws {
        let kept = try await keep()
        for day in ["09", "10", "11"] {
            try await kept.wake(at: "2026-01-\(day)T12:00:00Z")
        }
        let request = OutcomeRequest(ritual: "noon")
        let done = try await kept.tell(.done, request, for: OutcomeMessage.self)
        #expect(done.occurrence == "noon@2026-01-11T12:00")
        #expect(done.closed == ["noon@2026-01-09T12:00", "noon@2026-01-10T12:00"])
    }

    @Test func `an undo takes the last word back, and there has to be one`() async throws {
        let kept = try await keep()
        let nothing = await #expect(throws: Problem.self) {
            try await kept.tell(.undo, UndoRequest(), for: UndoMessage.self)
        }
        #expect(nothing?.detail == "nothing was said that could be taken back")
        let done = OutcomeRequest(ritual: "noon", occurrence: "2026-01-09T12:00", partner: "alex")
        try await kept.tell(.done, done, for: OutcomeMessage.self)
        let undo = UndoRequest(ritual: "noon")
        let undone = try await kept.tell(.undo, undo, for: UndoMessage.self)
        #expect(undone.undone == .done)
        #expect(undone.partner == "alex")
        #expect(undone.state == .ahead)
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        let today = try #require(try await kept.why("noon", "2026-01-09").occurrences.first)
        #expect(today.decisions.map(\.decision) == [.fired])
        #expect(today.outcomes.isEmpty)
    }

    @Test(arguments: [
        (ForgetRequest(), "one of 'ritual', 'before' and 'notes' is needed"),
        (
            ForgetRequest(ritual: "noon", notes: true),
            "one of 'ritual', 'before' and 'notes' is needed"
        ),
        (ForgetRequest(before: "2026-01-10"), "before: '2026-01-10' is after today"),
        (ForgetRequest(ritual: "moon"), "no ritual 'moon' is kept here"),
    ])
    func `what cannot be forgotten is said`(
        _ request: ForgetRequest,
        _ message: String
    ) async throws {
        let kept = try await keep()
        let problem = await #expect(throws: Problem.self) {
            try await kept.tell(.forget, request, for: ForgetMessage.self)
        }
        #expect(problem?.detail.hasPrefix(message) == true, "\(problem?.detail ?? "")")
    }

    @Test func `what is forgotten is counted, and what is open is kept`() async throws {
        let kept = try await keep()
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        try await kept.wake(at: "2026-01-10T12:00:00Z")
        let request = ForgetRequest(ritual: "noon")
        let forgotten = try await kept.tell(.forget, request, for: ForgetMessage.self)
        let counts = forgotten.counts
        #expect(counts.occurrences == 1 && counts.nudges == 1 && counts.kept == 1)
        #expect(
            try await kept.why("noon", "2026-01-09").occurrences.allSatisfy { $0.decisions.isEmpty }
        )
    }

    @Test func `a delivery is shown, tried again while its words are fresh, and dropped`()
        async throws
    {
        let kept = try await keep(answering: .refused)
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        let query = DeliveryQuery(id: 1).items
        let story = try await kept.ask(.outboxShow, query, for: DeliveryStoryMessage.self)
        #expect(story.delivery.state == .dead)
        #expect(story.attempts.map(\.detail) == ["as told"])

        let first = DeliveryRequest(id: 1)
        try await kept.tell(.outboxRetry, first, for: DeliveryMessage.self)
        await kept.outbox.settled()
        #expect(try await kept.planning.ledger.delivery(1)?.state == .delivered)
        let delivered = await #expect(throws: Problem.self) {
            try await kept.tell(.outboxRetry, first, for: DeliveryMessage.self)
        }
        #expect(
            delivered?.detail
                == "delivery 1 is delivered; only one that is pending or dead can be tried again"
        )
        let unknown = await #expect(throws: Problem.self) {
            try await kept.tell(.outboxDrop, DeliveryRequest(id: 9), for: DeliveryMessage.self)
        }
        #expect(unknown?.kind == .unknownDelivery)
        try kept.house.clock.set("2026-01-10T12:00:00Z")
        let stale = await #expect(throws: Problem.self) {
            try await kept.tell(.outboxRetry, first, for: DeliveryMessage.self)
        }
        #expect(
            stale?.detail
                == "delivery 1 could be told until 2026-01-09T15:00; stale words are not sent"
        )
    }

    @Test func `why still answers for a ritual that is no longer kept`() async throws {
        let kept = try await keep()
        try await kept.wake(at: "2026-01-09T12:00:00Z")
        var empty = await kept.planning.household
        empty.rituals = []
        try await kept.planning.perform(.newHousehold(empty, at: kept.house.clock.read()))
        let gone = try #require(try await kept.why("noon", "2026-01-09").occurrences.first)
        #expect(gone.state == nil)
        #expect(gone.decisions.map(\.decision) == [.fired])
        #expect(gone.start == "2026-01-09T12:00:00+00:00[UTC]")
        let problem = await #expect(throws: Problem.self) { try await kept.why("noon") }
        #expect(problem?.kind == .unknownRitual)
    }
}

extension KeptHouse {
    fileprivate func check(_ text: String, days: Int = 3) async throws -> PlanChangesMessage {
        let request = CheckRequest(file: "new.toml", text: text, days: days)
        return try await tell(.check, request)
    }

    fileprivate func why(_ ritual: String, _ date: CivilDate? = nil) async throws -> WhyMessage {
        try await ask(.why, WhyQuery(ritual: ritual, date: date).items)
    }
}
