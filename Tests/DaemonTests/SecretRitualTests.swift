import CivilTime
import Delivery
import Foundation
import Household
import Logging
import Planning
import Synchronization
import Testing

@testable import Daemon
@testable import Emitters
@testable import Ledger

/// What the daemon notes of a secret ritual, and what it can still make of that.
struct SecretRitualTests {
    private final class Noted: Sendable {
        let entries = Mutex<[[String: String]]>([])

        var log: Logger {
            Logger(label: "test") { _ in Handler(noted: self) }
        }

        var text: String {
            entries.withLock { entries in
                entries.flatMap { $0.map { "\($0.key)=\($0.value)" } }.joined(separator: "\n")
            }
        }
    }

    private struct Handler: LogHandler {
        let noted: Noted
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        init(noted: Noted) {
            self.noted = noted
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            var entry = ["MESSAGE": "\(event.message)"]
            for (key, value) in event.metadata ?? [:] {
                entry[key] = "\(value)"
            }
            noted.entries.withLock { $0.append(entry) }
        }
    }

    /// The journal as a test keeps it.
    private struct Journal: DecisionLogReading {
        let noted: Noted
        let names: LogNames

        func recoveredDecisions(since instant: Instant) throws -> RecoveredDecisions {
            let entries = noted.entries.withLock { $0 }
            return JournalDecisionLog(names: names).recoveredDecisions(of: entries, since: instant)
        }
    }

    private func household() throws -> Household {
        var household = try House.couple(channels: ["one", "two"]) { ritual in
            ritual.id = "hidden-ritual"
            ritual.title = "Unspoken"
            ritual.sensitivity = .secret
            ritual.ladder.followUp = Span(seconds: 3_600)
        }
        var walk = try House.couple().rituals[0]
        walk.id = "walk"
        walk.title = "Walk"
        household.rituals.append(walk)
        return household
    }

    private func live(
        _ house: House,
        _ names: LogNames,
        _ noted: Noted,
        _ channel: WatchedChannel,
        decisionLog: any DecisionLogReading = NoDecisionLog(),
        at times: String...
    ) async throws -> Int {
        let ledger = try house.openLedger()
        let (planning, outbox) = try house.parts(
            household(),
            ledger: ledger,
            channels: ["one": channel, "two": WatchedChannel(answering: .refused)],
            log: noted.log,
            names: names,
            decisionLog: decisionLog
        )
        try await planning.start()
        await outbox.settled()
        for time in times {
            try house.clock.set(time)
            await planning.wake()
            await outbox.settled()
            if time.hasPrefix("2026-01-09") {
                await planning.performMaintenance()
            }
        }
        return try ledger.summary().decisions
    }

    @Test func `no line and no field names it, and the ledger knows its own again`() async throws {
        let house = try House()
        let (names, noted) = (LogNames(veil: Veil(KeyFile(Veil.file, in: house.folder))), Noted())
        let first = WatchedChannel()
        let times = ["2026-01-09T12:00:00Z", "2026-01-10T12:00:00Z"]
        _ = try await live(house, names, noted, first, at: times[0], times[1])
        #expect(first.nudges.count == 2, "\(first.nudges.map(\.title))")
        let text = noted.text
        for word in ["hidden-ritual", "Unspoken"] + first.nudges.map(\.id) {
            #expect(!text.contains(word), "\(word)")
        }
        #expect(text.contains("walk@2026-01-10T12:00"))
        // The ledger is lost, and its backup is from Friday.
        try Data(repeating: 0x41, count: 8_192)
            .write(to: URL(fileURLWithPath: "\(house.folder)/ledger.sqlite"))
        let second = WatchedChannel()
        try house.clock.set("2026-01-10T12:30:00Z")
        _ = try await live(
            house,
            names,
            noted,
            second,
            decisionLog: Journal(noted: noted, names: names),
            at: "2026-01-10T12:31:00Z"
        )
        #expect(second.nudges.allSatisfy { $0.title == "The record of your rituals was damaged" })
        let ledger = try house.openLedger()
        let key = try #require(OccurrenceKey(parsing: "hidden-ritual@2026-01-10T12:00"))
        let known = try ledger.decisions(about: key)
        #expect(known.map(\.key.stage) == [.start])
        #expect(known.map(\.nudgeID) == [first.nudges.last?.id])
        let text2 = noted.text
        #expect(!text2.contains("hidden-ritual") && !text2.contains("Unspoken"))
    }

    static let lines = [
        ("told with start of hidden-ritual@2026-01-09T12:00", "told with start of a secret ritual"),
        ("hidden-ritual@2026-01-09T12:00 takes its place", "a secret ritual takes its place"),
        (
            "c.toml:3:1: warning: ritual[hidden-ritual].schedule: 'Unspoken' is late",
            "c.toml:3:1: warning: ritual[a secret ritual].schedule: 'a secret ritual' is late"
        ),
        ("not-hidden-ritual and hidden-rituals stay", "not-hidden-ritual and hidden-rituals stay"),
        ("hidden-ritual", "a secret ritual"),
    ]

    @Test(arguments: lines)
    func `what speaks of it by the way loses its name`(_ line: String, _ clean: String) throws {
        let names = LogNames()
        names.learn(try household())
        #expect(names.clean(line) == clean)
    }
}
