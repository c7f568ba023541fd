import CivilTime
import ControlAPI
import Planning
import TestKit
import Testing

@testable import Daemon

/// What typed words need of the daemon: names, what is open, dates for occurrences, and a word on trial.
struct TypedRequestTests {
    private static let config = """
        [household]
        time_zone = "UTC"

        [[partner]]
        id = "alex"
        name = "Alexandra"

        [channel.one]
        type = "journal"

        [[ritual]]
        id = "noon"
        title = "Noon"
        schedule = { every = "day", at = "12:00" }

        [[ritual]]
        id = "feed"
        title = "Feed the cat"
        schedule = { calendar = "*-*-* 08,18:00 Europe/Lisbon" }

        [[ritual]]
        id = "hug"
        title = "Hug"
        trigger = { signal = "both-home" }

        """

    private func reply<Message: Decodable>(
        _ kept: KeptHouse,
        _ route: ControlRoute,
        _ body: some Encodable = [String: String]()
    ) async throws -> Message {
        route.method == .get ? try await kept.ask(route) : try await kept.tell(route, body)
    }

    @Test func `the names have what can be typed`() async throws {
        let kept = try await KeptHouse(Self.config)
        let names: NamesMessage = try await reply(kept, .names)
        #expect(names.zone == "UTC")
        #expect(names.rituals.map(\.id) == ["noon", "feed", "hug"])
        #expect(names.rituals.map(\.zone) == ["UTC", "Europe/Lisbon", "UTC"])
        #expect(names.partners == [.init(id: "alex", title: "Alexandra")])
        #expect(names.channels.map(\.id) == ["one"])
        #expect(names.signals.map(\.id) == ["both-home"])
    }

    @Test func `open is what has begun and nobody has answered`() async throws {
        let kept = try await KeptHouse(Self.config)
        try await kept.wake(at: "2026-01-09T12:30:00Z")
        let before: [OccurrenceMessage] = try await reply(kept, .open)
        #expect(before.map(\.ritual) == ["noon"])
        #expect(before.map(\.state) == [.open])
        let _: OutcomeMessage = try await reply(kept, .done, OutcomeRequest(ritual: "noon"))
        let after: [OccurrenceMessage] = try await reply(kept, .open)
        #expect(after == [])
    }

    @Test func `a date names the occurrence that it has`() async throws {
        let kept = try await KeptHouse(Self.config)
        let request = OutcomeRequest(ritual: "noon", occurrence: "2026-01-10")
        let skipped: OutcomeMessage = try await reply(kept, .skip, request)
        #expect(skipped.occurrence == "noon@2026-01-10T12:00")
        let undo = UndoRequest(ritual: "noon", occurrence: "2026-01-10")
        let undone: UndoMessage = try await reply(kept, .undo, undo)
        #expect(undone.occurrence == "noon@2026-01-10T12:00")
        let several = await #expect(throws: Problem.self) {
            try await kept.tell(
                .done,
                OutcomeRequest(ritual: "feed", occurrence: "2026-01-10"),
                for: OutcomeMessage.self
            )
        }
        #expect(
            several?.detail
                == "'feed' has several on 2026-01-10, at 08:00, 18:00; name the time too"
        )
    }

    @Test func `a day alone keeps the time of day, a moment is read by the ritual's clock`()
        async throws
    {
        let kept = try await KeptHouse(Self.config)
        var request = OutcomeRequest(ritual: "noon", occurrence: "2026-01-10", to: "2026-01-12")
        let moved: OutcomeMessage = try await reply(kept, .move, request)
        #expect(moved.to == .moved("2026-01-12T12:00:00"))
        request = OutcomeRequest(
            ritual: "feed",
            occurrence: "2026-07-10T18:00",
            to: "2026-07-10T20:00:00Z"
        )
        let summer: OutcomeMessage = try await reply(kept, .move, request)
        #expect(summer.to == .moved("2026-07-10T21:00:00"))
        request = OutcomeRequest(ritual: "noon", occurrence: "2026-01-09", to: "2026-01-11")
        let snoozed: OutcomeMessage = try await reply(kept, .snooze, request)
        #expect(snoozed.to == .snoozed("2026-01-11T12:00:00Z"))
    }

    @Test func `a word on trial says nothing`() async throws {
        let kept = try await KeptHouse(Self.config)
        try await kept.wake(at: "2026-01-09T12:30:00Z")
        let request = OutcomeRequest(ritual: "noon", preview: true)
        let trial: OutcomeMessage = try await reply(kept, .done, request)
        #expect(trial.state == .done)
        let open: [OccurrenceMessage] = try await reply(kept, .open)
        #expect(open.map(\.ritual) == ["noon"])
    }

    @Test(arguments: [
        (
            ControlRoute.signal, ["name": "both-hoem"],
            "no ritual waits for a signal 'both-hoem'; did you mean 'both-home'?"
        ),
        (.done, ["ritual": "nono"], "no ritual 'nono' is kept here; did you mean 'noon'?"),
        (.done, ["ritual": "walk"], "no ritual 'walk' is kept here; known are noon, feed, hug"),
        (
            .done, ["ritual": "noon", "partner": "alxe"],
            "no partner 'alxe' in this household; did you mean 'alex'?"
        ),
        (.sendTest, ["channel": "noe"], "no channel 'noe' is configured; did you mean 'one'?"),
    ]) func `a name that is not there gets the nearest`(
        route: ControlRoute,
        body: [String: String],
        detail: String
    ) async throws {
        let kept = try await KeptHouse(Self.config)
        let problem = await #expect(throws: Problem.self) {
            try await kept.router.respond(
                to: route,
                query: QueryItems(),
                body: Array(ControlJSON.text(of: body).utf8)
            )
        }
        #expect(problem?.detail == detail)
        #expect(problem?.status == 404)
    }
}
