import CivilTime
import ControlAPI
import Delivery
import Foundation
import Household
import Planning
import Testing

@testable import Daemon
@testable import Ledger

/// What the couple no longer wants to be remembered, and what follows for what is to come.
struct ForgetTests {
    private let house: House

    init() throws {
        house = try House()
    }

    private func start(
        _ household: Household,
        _ channel: WatchedChannel = WatchedChannel()
    ) async throws -> (PlannerActor, Outbox) {
        let (planning, outbox) = try await house.parts(
            household,
            ledger: house.reopenLedger(),
            channels: ["one": channel]
        )
        try await planning.start()
        await outbox.settled()
        return (planning, outbox)
    }

    private func live(
        _ planning: PlannerActor,
        _ outbox: Outbox,
        until times: String...
    ) async throws {
        for time in times {
            try house.clock.set(time)
            await planning.wake()
            await outbox.settled()
        }
    }

    /// A ritual at noon that is asked about in the evening.
    private func asked(followUp: String = "6h") throws -> Household {
        try House.couple { ritual in
            ritual.ladder.followUp = try? Span(parsing: followUp)
            ritual.duration = Span(seconds: 3_600)
        }
    }

    @Test func `what is open or to come stays, and what lies behind is told no second time`()
        async throws
    {
        let channel = WatchedChannel()
        var household = try asked()
        household.channels = [Channel(id: "one", kind: .desktop(DesktopSettings()))]
        let (planning, outbox) = try await start(household, channel)
        try await live(
            planning,
            outbox,
            until: "2026-01-09T12:00:00Z",
            "2026-01-09T19:00:00Z",
            "2026-01-10T12:00:00Z"
        )
        let erased = try await planning.erase(.ritual("noon", isKept: true))
        #expect(erased.occurrences == 1 && erased.kept == 1)
        #expect(
            channel.withdrawn.map(\.occurrence.key.start.short) == [
                "2026-01-09T12:00", "2026-01-09T12:00",
            ]
        )
        let ledger = await planning.ledger
        let (friday, saturday) = (
            try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00")),
            try #require(OccurrenceKey(parsing: "noon@2026-01-10T12:00"))
        )
        #expect(try ledger.decisions(about: friday).isEmpty)
        #expect(try ledger.decisions(about: saturday).count == 1)
        // Asked two days later from now on: Friday's question would come up again.
        let count = channel.nudges.count
        try await planning.perform(.newHousehold(asked(followUp: "40h"), at: house.clock.read()))
        try await live(planning, outbox, until: "2026-01-11T05:30:00Z")
        #expect(channel.nudges.count == count)
        try await live(planning, outbox, until: "2026-01-11T12:00:00Z", "2026-01-12T05:30:00Z")
        #expect(channel.nudges.dropFirst(count).map(\.stage) == [.start, .followUp])
    }

    @Test func `what was forgotten stays so after a restart`() async throws {
        try await forgetFriday()
        let (planning, outbox) = try await start(asked(followUp: "40h"))
        try await live(planning, outbox, until: "2026-01-11T05:30:00Z")
        let friday = try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00"))
        #expect(try await planning.ledger.decisions(about: friday).isEmpty)
    }

    private func forgetFriday() async throws {
        let (planning, outbox) = try await start(asked())
        try await live(planning, outbox, until: "2026-01-09T12:00:00Z", "2026-01-09T19:00:00Z")
        try await planning.perform(
            .said(
                Outcome(
                    occurrence: #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00")),
                    kind: .done,
                    note: "we cried",
                    said: house.clock.read()
                )
            )
        )
        try await live(planning, outbox, until: "2026-01-09T20:00:00Z")
        _ = try await planning.erase(.ritual("noon", isKept: true))
        await planning.stop()
    }

    @Test func `a ritual that counts from when it was done goes on counting`() async throws {
        let household = try House.couple { ritual in
            ritual.repeats = .afterDone
        }
        let (planning, outbox) = try await start(household)
        try await live(planning, outbox, until: "2026-01-09T12:00:00Z", "2026-01-09T15:00:00Z")
        let key = try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00"))
        try await planning.perform(
            .said(Outcome(occurrence: key, kind: .done, note: "fine", said: house.clock.read()))
        )
        let next = await planning.planner.nextDue
        _ = try await planning.erase(.ritual("noon", isKept: true))
        #expect(await planning.planner.nextDue == next)
        #expect(try await planning.ledger.outcomes(of: key).map(\.note) == [nil])
    }

    @Test func `what is older than the household keeps goes at the start, and each day after`()
        async throws
    {
        var household = try House.couple()
        try await liveTwoDays(household)
        household.keep = Span(days: 30)
        try house.clock.set("2026-02-09T11:00:00Z")
        let (second, again) = try await start(household)
        #expect(try await starts(second).min() == "2026-01-10T12:00")
        try await live(second, again, until: "2026-02-10T12:00:00Z")
        await second.performMaintenance()
        #expect(try await starts(second).min() == "2026-01-11T12:00")
    }

    private func liveTwoDays(_ household: Household) async throws {
        let (planning, outbox) = try await start(household)
        try await live(planning, outbox, until: "2026-01-09T12:00:00Z", "2026-01-10T12:00:00Z")
        await planning.stop()
    }

    /// The starts of which something is known.
    private func starts(_ planning: PlannerActor) async throws -> [String] {
        let range = try (
            CivilDateTime(parsing: "1970-01-01T00:00"), CivilDateTime(parsing: "9999-01-01T00:00")
        )
        return try await planning.ledger.history(from: range.0, until: range.1, ritual: nil)
            .map(\.key.start.short)
    }

    @Test func `a clock that leapt ahead by years has nothing erased`() async throws {
        var household = try House.couple()
        household.keep = Span(days: 30)
        try await liveTwoDays(household)
        try house.clock.set("2038-01-09T13:00:00Z")
        let (later, _) = try await start(household)
        #expect(try await starts(later).min() == "2026-01-09T12:00")
    }

    @Test func `what falls due as it is asked is told first`() async throws {
        let channel = WatchedChannel()
        let (planning, outbox) = try await start(House.couple(), channel)
        try house.clock.set("2026-01-09T12:00:00Z")
        _ = try await planning.erase(.notes)
        await outbox.settled()
        #expect(channel.nudges.map(\.stage) == [.start])
    }

    @Test func `nothing is erased while the ledger stays in memory`() async throws {
        let broken = BrokenLedger(try house.openLedger())
        let (planning, _) = try house.parts(
            House.couple(),
            ledger: broken,
            channels: ["one": WatchedChannel()]
        )
        try await planning.start()
        broken.set(broken: true)
        await #expect(throws: (any Error).self) {
            try await planning.erase(.notes)
        }
    }
}
