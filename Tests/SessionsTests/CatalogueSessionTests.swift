import CivilTime
import Household
import Settings
import SystemZones
import Testing

@testable import Sessions

/// Every practice of the catalogue that can be led, led to its end.
struct CatalogueSessionTests {
    private static func practice(_ name: String) -> Practice? {
        CatalogueReader(catalogue: .builtIn, zones: SystemZoneDatabase(), zone: .utc)
            .practice(named: name)
    }

    static let names = Catalogue.builtInNames(.practices).filter {
        practice($0)?.session != nil
    }

    /// They come after a rough moment, and leave time for what is not led.
    private static let roomy: Set = ["repair", "timeout"]

    @Test func `most practices that are talks can be led`() {
        #expect(Self.names.count >= 17)
    }

    @Test(arguments: names, [1, 2, 3])
    func `it ends when the catalogue says, and each turn has its bell`(
        name: String,
        count: Int
    ) throws {
        let practice = try #require(Self.practice(name))
        let script = try #require(practice.session)
        let people = Array(["Alex", "Sam", "Kim"].prefix(count))
        let plan = try #require(
            SessionPlan(script, title: practice.ritual.title, people: people)
        )
        var session = Session(plan)
        var clock = Duration.seconds(1_000)
        var effects = session.take(.key(.pause), at: clock)
        var seconds: Int64 = 0
        while session.isRunning, seconds < 40_000 {
            clock += .seconds(1)
            seconds += 1
            effects += session.take(.tick, at: clock)
        }
        #expect(session.phase == .ended(.complete))
        #expect(seconds == script.seconds(for: count))
        #expect(session.led == .seconds(seconds))
        #expect(effects.count { $0 == .bell } == plan.turns.count)
        #expect(effects.count { $0 == .say(.turn) } == plan.turns.count)
        #expect(effects.last == .finish(.complete))
        if count == 2 {
            let length = practice.ritual.duration.seconds
            #expect(Self.roomy.contains(name) ? seconds < length : seconds == length)
        }
    }
}
