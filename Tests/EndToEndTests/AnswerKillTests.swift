import Glibc
import TestKit
import Testing

/// The daemon is killed at each of the writes that an answer, or the end of a wait for one, leads to.
///
/// Each test kills at the first write, then at the second, and so on, until there is no write left to be
/// killed at; each time it has another round of its household, and the next life goes on where the killed
/// one was.
@Suite(.timeLimit(.minutes(10)))
struct AnswerKillTests {
    /// So many lives in a row that end by themselves show that there is no further write.
    private static let enough = 2

    @Test(arguments: KilledHome.Way.allCases)
    func `an answer counts once, and clears every channel, at whatever write the daemon is killed`(
        door: KilledHome.Way
    ) async throws {
        let house = try await KilledHome(everyMinutes: 2)
        var (round, survived) = (0, 0)
        while survived < Self.enough, round < KilledHome.rounds {
            round += 1
            survived = try await isKilledAnswering(round, by: door, in: house) ? 0 : survived + 1
        }
        #expect(survived == Self.enough)
        #expect(round - survived > 40, "there are more writes than \(round - survived)")

        let last = try await house.home.start(at: house.clock(of: round))
        for way in KilledHome.Way.allCases {
            try await house.awaitClear(of: round, on: way)
        }
        try await house.home.awaitEmptyOutbox()
        #expect(try await last.stop() == .status(0))
        for way in KilledHome.Way.allCases {
            #expect(house.services[way]?.shown == [], "\(way)")
            #expect(house.hasShown(rounds: 1...round, on: way), "\(way)")
        }
        let ledger = try await house.ledger()
        #expect(
            ledger["words"]
                == .list((1...round).map { .text("\(house.occurrence(of: $0)) done alex") })
        )
        #expect(ledger["open"] == .list([]))
    }

    /// Lives until a round is told, answered and cleared, or until the kill that comes before.
    private func isKilledAnswering(
        _ round: Int,
        by door: KilledHome.Way,
        in house: KilledHome
    ) async throws -> Bool {
        let daemon = try house.launch(at: house.clock(of: round), killedAt: round)
        defer { daemon.kill() }
        for way in KilledHome.Way.allCases {
            try await house.await(round, on: way)
            // The one before is answered, wherever its life ended.
            if round > 1 {
                try await house.awaitClear(of: round - 1, on: way)
            }
        }
        try await house.home.awaitEmptyOutbox()
        try house.arm()
        try house.answer(round, by: door, times: 1 + round % 2)
        let watch = Task {
            for way in KilledHome.Way.allCases {
                try await house.awaitClear(of: round, on: way)
            }
            try await house.home.awaitEmptyOutbox()
            house.disarm()
            daemon.process.send(SIGTERM)
        }
        defer { watch.cancel() }
        let exit = try await daemon.process.exit()
        house.disarm()
        house.services.values.forEach { $0.hangUp() }
        #expect(exit == .signal(9) || exit == .status(0), "\(exit): \(daemon.log.events.suffix(3))")
        return exit == .signal(9)
    }

    @Test(arguments: [(KilledHome.Way.phone, KilledHome.Way.room), (.room, .phone)])
    func `what nobody answers goes the other way once, at whatever write the daemon is killed`(
        first: KilledHome.Way,
        other: KilledHome.Way
    ) async throws {
        let keys = "channels = [\"\(first)\"]\nelse = [\"\(other)\"]\nelse_after = \"2m\""
        let house = try await KilledHome(everyMinutes: 3, keys)
        var (round, survived) = (0, 0)
        while survived < Self.enough, round < KilledHome.rounds {
            round += 1
            let daemon = try await house.home.start(at: house.clock(of: round))
            try await house.await(round, on: first)
            if round > 1 {
                try await house.await(round - 1, on: other)
            }
            daemon.kill()
            _ = try await daemon.process.exit()
            survived = try await isKilledWaiting(round, for: other, in: house) ? 0 : survived + 1
        }
        #expect(survived == Self.enough)
        #expect(round - survived > 10, "there are more writes than \(round - survived)")

        for way in [first, other] {
            #expect(house.hasShown(rounds: 1...round, on: way), "\(way)")
        }
        let ledger = try await house.ledger()
        #expect(ledger["words"] == .list([]))
        #expect(ledger["delivered"].elements.count == 2 * round)
    }

    /// Starts a daemon when the wait for an answer is over, and lets it live until the other way was gone,
    /// or until the kill that comes before.
    private func isKilledWaiting(
        _ round: Int,
        for other: KilledHome.Way,
        in house: KilledHome
    ) async throws -> Bool {
        try house.arm()
        let daemon = try house.launch(at: house.clock(of: round, later: 2), killedAt: round)
        defer { daemon.kill() }
        let watch = Task {
            try await house.await(round, on: other)
            try await house.home.awaitEmptyOutbox()
            house.disarm()
            daemon.process.send(SIGTERM)
        }
        defer { watch.cancel() }
        let exit = try await daemon.process.exit()
        house.disarm()
        house.services.values.forEach { $0.hangUp() }
        #expect(exit == .signal(9) || exit == .status(0), "\(exit): \(daemon.log.events.suffix(3))")
        return exit == .signal(9)
    }
}
