import CivilTime
import Delivery
import Household
import Planning
import Testing

@testable import Daemon

/// What one partner's word changes reaches the other by their channels.
@Suite struct NoticeTests {
    private struct Pair {
        let house: House
        let channel = WatchedChannel()
        let planning: PlannerActor
        let outbox: Outbox
        let ledger: BrokenLedger

        init(quiet: QuietHours? = nil) async throws {
            house = try House()
            ledger = BrokenLedger(try house.openLedger())
            var household = try House.couple(at: "19:00")
            household.partners.append(
                Partner(id: "sam", name: "Sam", zone: .utc, quietHours: quiet)
            )
            (planning, outbox) = try house.parts(
                household,
                ledger: ledger,
                channels: ["one": channel]
            )
            try await planning.start()
        }

        func move(to target: String, by partner: String) async throws {
            let key = try #require(OccurrenceKey(parsing: "noon@2026-01-09T19:00"))
            let kind = Outcome.Kind.moved(to: try CivilDateTime(parsing: target))
            try await planning.perform(
                .said(
                    Outcome(
                        occurrence: key,
                        kind: kind,
                        partner: partner,
                        said: house.clock.read()
                    )
                )
            )
        }

        func states() throws -> [String] {
            try ledger.deliveries(in: Set(Delivery.State.allCases), limit: 9)
                .map { "\($0.nudge.stage) \($0.nudge.partner) \($0.state.rawValue)" }.sorted()
        }
    }

    @Test func `it is sent at once`() async throws {
        let pair = try await Pair()
        try await pair.move(to: "2026-01-12T19:00", by: "sam")
        await pair.outbox.settled()
        let sent = try pair.ledger.deliveries(in: [.delivered], limit: 9).map(\.nudge.body)
        #expect(sent == ["Sam moved Noon to Monday 19:00."])
        #expect(try pair.states() == ["notice:1 alex delivered"])
    }

    @Test func `what waits for the morning is withdrawn with the word`() async throws {
        let quiet = QuietHours(
            ClockWindow(
                start: try ClockTime(parsing: "09:00"),
                end: try ClockTime(parsing: "11:00")
            )
        )
        let pair = try await Pair(quiet: quiet)
        try await pair.move(to: "2026-01-12T19:00", by: "alex")
        #expect(try pair.states() == ["notice:1 sam pending"])
        let key = try #require(OccurrenceKey(parsing: "noon@2026-01-09T19:00"))
        try await pair.planning.perform(.undo(key, by: "alex", at: pair.house.clock.read()))
        #expect(try pair.states() == ["notice:1 sam withdrawn"])
    }
}
