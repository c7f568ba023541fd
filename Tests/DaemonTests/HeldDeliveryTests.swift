import CivilTime
import ControlAPI
import Delivery
import Foundation
import Household
import Ledger
import Planning
import Testing

@testable import Daemon

/// Nudges that a channel puts off, because nobody is there or nobody wants to be disturbed.
@Suite struct HeldDeliveryTests {
    /// A household that is told of noon on a channel that puts it off.
    private struct Held {
        let house: House
        let channel = WatchedChannel()
        let ledger: BrokenLedger
        let planning: PlannerActor
        let outbox: Outbox

        init(change: (inout Ritual) -> Void = { _ in }) async throws {
            house = try House()
            ledger = BrokenLedger(try house.openLedger())
            channel.set(hold: "nobody is at the machine")
            (planning, outbox) = try house.parts(
                House.couple(change: change),
                ledger: ledger,
                channels: ["one": channel]
            )
            try await planning.start()
            try house.clock.set("2026-01-09T12:00:00Z")
            await planning.wake()
            await outbox.settled()
        }

        var delivery: Delivery? {
            get throws { try ledger.deliveries(about: #require(noon)).first }
        }

        private var noon: OccurrenceKey? { OccurrenceKey(parsing: "noon@2026-01-09T12:00") }

        func resume(at time: String) async throws {
            try house.clock.set(time)
            await outbox.resume("one", at: house.clock.read())
            await outbox.settled()
        }
    }

    @Test func `what is put off waits without an attempt, and says why`() async throws {
        let held = try await Held()
        let delivery = try #require(try held.delivery)
        #expect(delivery.state == .pending)
        #expect(delivery.attempts == 0)
        #expect(delivery.detail == "nobody is at the machine")
        #expect(delivery.held == held.house.clock.read())
        #expect(try held.ledger.summary().held == ["one": 1])
        #expect(held.channel.nudges.isEmpty)
        let message = DeliveryMessage(delivery, zone: "UTC")
        #expect(message.held == delivery.held)
    }

    @Test func `it is shown once the channel is ready`() async throws {
        let held = try await Held()
        held.channel.set(hold: nil)
        try await held.resume(at: "2026-01-09T12:10:00Z")
        #expect(held.channel.nudges.count == 1)
        let delivery = try #require(try held.delivery)
        #expect(delivery.state == .delivered)
        #expect(delivery.attempts == 1)
        #expect(delivery.held == nil)
        #expect(try held.ledger.summary().held.isEmpty)
    }

    @Test
    func `a channel that is ready and puts it off once more keeps it, with the time it began`()
        async throws
    {
        let held = try await Held()
        held.channel.set(hold: "do not disturb is on")
        try await held.resume(at: "2026-01-09T12:10:00Z")
        #expect(held.channel.nudges.isEmpty)
        #expect(try held.delivery?.detail == "do not disturb is on")
        #expect(try held.delivery?.held == Instant(parsing: "2026-01-09T12:00:00Z"))
        #expect(try held.ledger.summary().held == ["one": 1])
    }

    @Test func `what is urgent is not put off`() async throws {
        let held = try await Held { $0.isUrgent = true }
        #expect(held.channel.nudges.count == 1)
    }

    @Test func `what is answered meanwhile is not shown`() async throws {
        let held = try await Held()
        let key = try #require(OccurrenceKey(parsing: "noon@2026-01-09T12:00"))
        try await held.planning.perform(
            .said(Outcome(occurrence: key, kind: .done, said: held.house.clock.read()))
        )
        held.channel.set(hold: nil)
        try await held.resume(at: "2026-01-09T12:10:00Z")
        #expect(held.channel.nudges.isEmpty)
        #expect(try held.delivery?.state == .withdrawn)
    }

    @Test func `it expires with its nudge, and says what it waited for`() async throws {
        let held = try await Held()
        try held.house.clock.set("2026-01-09T15:00:01Z")
        await held.planning.wake()
        await held.outbox.settled()
        let delivery = try #require(try held.delivery)
        #expect(delivery.state == .expired)
        #expect(
            delivery.detail == "the nudge had expired; it had waited: nobody is at the machine"
        )
        #expect(held.channel.nudges.isEmpty)
    }

    @Test func `what a person tries again by hand is shown to nobody too`() async throws {
        let held = try await Held()
        let delivery = try #require(try held.delivery)
        #expect(try await held.outbox.retry(delivery.id, at: held.house.clock.read()))
        await held.outbox.settled()
        #expect(held.channel.nudges.count == 1)
    }

    @Test func `after a restart the channel is asked again`() async throws {
        let held = try await Held()
        let restarted = WatchedChannel()
        // As after a power cut: what is in the files is all there is.
        let ledger = try SQLiteLedger(directory: try Self.copy(of: held.house.folder))
        let (planning, outbox) = try held.house.parts(
            House.couple(),
            ledger: ledger,
            channels: ["one": restarted]
        )
        try await planning.start()
        await outbox.settled()
        #expect(restarted.nudges.count == 1)
    }

    private static func copy(of folder: String) throws -> String {
        let copy = folder + "/copy"
        try FileManager.default.createDirectory(
            atPath: copy,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where name.hasPrefix("ledger.sqlite") {
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
        }
        return copy
    }
}
