import CivilTime
import ControlAPI
import Delivery
import Household
import Ledger
import Planning
import TestKit
import Testing

@testable import Daemon

/// What handlers make of a request and a snapshot, without an actor.
struct ControlHandlerTests {
    private let house: House
    private let ledger: SQLiteLedger
    private var planner: Planner
    private let now: Instant = "2026-01-09T10:00:00Z"

    init() throws {
        house = try House()
        ledger = try house.openLedger()
        var household = try House.couple()
        household.partners.append(Partner(id: "sam", name: "Sam", zone: .utc))
        var run = household.rituals[0]
        run.id = "run"
        run.partners = ["sam"]
        household.rituals.append(run)
        planner = Planner(household, memory: PlannerMemory(), now: now)
    }

    private func snapshot(degraded: Snapshot.Degraded? = nil) -> Snapshot {
        Snapshot(planner: planner, now: now, ledger: ledger, degraded: degraded)
    }

    private mutating func perform<Reply>(_ mutation: Mutation<Reply>) throws -> Reply {
        let step = planner.handle(mutation.event)
        return try mutation.reply(PlannerActor.Performed(step: step, plan: planner.plan))
    }

    @Test(arguments: [
        (OutcomeRequest(ritual: "noon"), nil, nil),
        (OutcomeRequest(ritual: "noon"), "sam", "sam"),
        (OutcomeRequest(ritual: "noon", partner: "alex"), "sam", "alex"),
        // It is not Alex's to say.
        (OutcomeRequest(ritual: "run"), "alex", nil),
        (OutcomeRequest(ritual: "run"), "sam", "sam"),
    ])
    mutating func `a word is of whom the request names, or of whoever sits here`(
        _ request: OutcomeRequest,
        _ sitting: String?,
        _ expected: String?
    ) throws {
        let handler = OutcomeHandler(snapshot: snapshot(), sitting: sitting)
        let mutation = try handler.take(.done, request)
        guard case .said(let outcome) = mutation.event else {
            Issue.record("\(mutation.event)")
            return
        }
        #expect(outcome.partner == expected)
        #expect(outcome.said == now)
        #expect(try perform(mutation).partner == expected)
    }

    @Test(arguments: [
        ("20m", "2026-01-09T12:20:00Z"), ("7d", "2026-01-16T12:00:00Z"),
        ("90s", "2026-01-09T12:02:00Z"), ("0s", nil), ("8d", nil),
    ])
    func `a snooze lasts between a second and a week`(_ length: String, _ end: Instant?) throws {
        let span = try Span(parsing: length)
        let request = OutcomeRequest(ritual: "noon", for: span)
        let noon = Snapshot(
            planner: planner,
            now: "2026-01-09T12:00:00Z",
            ledger: ledger,
            degraded: nil
        )
        let handler = OutcomeHandler(snapshot: noon, sitting: nil)
        guard let end else {
            let problem = #expect(throws: Problem.self) { try handler.snooze(request) }
            #expect(problem?.detail == "'\(span)' is not between 1 second and 7 days")
            return
        }
        guard case .said(let outcome) = try handler.snooze(request).event else {
            Issue.record("it is not said")
            return
        }
        #expect(outcome.kind == .snoozed(until: end))
    }

    @Test mutating func `of two that take the same back the second is told so`() throws {
        let hold = HoldRequest(ritual: "noon", until: "2026-01-12")
        _ = try perform(HoldHandler(snapshot: snapshot(), sitting: nil).hold(hold))
        let done = OutcomeRequest(ritual: "noon")
        _ = try perform(OutcomeHandler(snapshot: snapshot(), sitting: nil).take(.done, done))
        // Both were asked before either was done.
        let before = snapshot()
        let release = ReleaseRequest(ritual: "noon")
        let releases = try (1...2).map { _ in
            try HoldHandler(snapshot: before, sitting: nil).release(release)
        }
        let undos = try (1...2).map { _ in
            try UndoHandler(snapshot: before, sitting: nil).undo(UndoRequest())
        }
        #expect(try perform(releases[0]).released == now)
        #expect(throws: Problem(.conflict, detail: "nothing is on hold")) {
            try perform(releases[1])
        }
        #expect(try perform(undos[0]).undone == .done)
        #expect(throws: Problem(.conflict, detail: "it was taken back already")) {
            try perform(undos[1])
        }
    }

    @Test(
        arguments: [
            (HistoryQuery(), "2025-12-11", "2026-01-09"),
            (HistoryQuery(days: 1), "2026-01-09", "2026-01-09"),
            (HistoryQuery(days: 7, until: "2026-01-07"), "2026-01-01", "2026-01-07"),
            (HistoryQuery(from: "2026-01-08"), "2026-01-08", "2026-01-09"),
        ] as [(HistoryQuery, CivilDate, CivilDate)]
    )
    func `a history is of the last thirty days, or of those that are asked for`(
        _ query: HistoryQuery,
        _ from: CivilDate,
        _ until: CivilDate
    ) async throws {
        let history = try await HistoryAnswer(snapshot: snapshot()).history(query)
        #expect(history.from == from)
        #expect(history.until == until)
    }

    @Test(arguments: [
        (HistoryQuery(from: "2026-01-10"), "from 2026-01-10 is after until 2026-01-09"),
        (HistoryQuery(from: "2015-01-01"), "2015-01-01 to 2026-01-09 is more than 3660 days"),
        (HistoryQuery(ritual: "moon"), "no ritual 'moon' is kept here; did you mean 'noon'?"),
    ])
    func `a history that cannot be meant is refused`(_ query: HistoryQuery, _ detail: String) async
    {
        let problem = await #expect(throws: Problem.self) {
            try await HistoryAnswer(snapshot: snapshot()).history(query)
        }
        #expect(problem?.detail == detail)
    }

    @Test func `status says how the ledger fails, and what was attempted last`() throws {
        let failing = Snapshot.Degraded(reason: "disk full", since: now, isSinceStart: true)
        let config = CurrentConfig(
            path: "a.toml",
            household: planner.household,
            diagnostics: [],
            at: now
        )
        let answer = StatusAnswer(
            snapshot: snapshot(degraded: failing),
            config: config.current,
            lastAttempts: ["one": Lane.LastAttempt(state: .dead, detail: "HTTP 500", isTest: true)],
            notices: ["one": "do not disturb is on"],
            process: StatusAnswer.Process(
                started: now,
                ledgerPath: "/a/ledger.sqlite",
                tzdata: { "2026a" }
            )
        )
        let status = try answer.status()
        #expect(status.ledger.degradedReason == "disk full")
        #expect(status.ledger.degradedSince == now)
        #expect(status.ledger.unwritableAtStart)
        #expect(status.channels.map(\.state) == [.testFailed])
        #expect(status.channels.map(\.detail) == ["HTTP 500"])
        #expect(status.config.rituals == 2)
        #expect(status.zone.tzdata == "2026a")
        #expect(status.next?.occurrence == "noon@2026-01-09T12:00")
    }
}
