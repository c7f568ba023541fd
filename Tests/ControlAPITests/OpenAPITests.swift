import Delivery
import Foundation
import Household
import Planning
import Settings
import TestKit
import Testing

@testable import ControlAPI

/// `docs/openapi.json` against the routes, the messages and the words that they use.
struct OpenAPITests {
    private static let path = BuiltCommands.project("docs/openapi.json")

    private static func document() throws -> NSDictionary {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? NSDictionary)
    }

    private static func schemas() throws -> [String: NSDictionary] {
        let components = try #require(try document()["components"] as? NSDictionary)
        return try #require(components["schemas"] as? [String: NSDictionary])
    }

    @Test func `every route that is served is described, by its path and method`() throws {
        let paths = try #require(try Self.document()["paths"] as? [String: [String: Any]])
        let expected = Dictionary(
            uniqueKeysWithValues: ControlRoute.allCases.map {
                ($0.path, [$0.method.rawValue.lowercased()])
            }
        )
        #expect(paths.mapValues { Array($0.keys) } == expected)
    }

    @Test(arguments: [
        (ControlRoute.upcoming, UpcomingQuery.names), (.why, WhyQuery.names),
        (.history, HistoryQuery.names), (.outbox, OutboxQuery.names),
        (.outboxShow, DeliveryQuery.names), (.days, HistoryQuery.names), (.next, []), (.today, []),
        (.status, []), (.open, []), (.names, []), (.decks, []), (.deck, DeckQuery.names),
        (.moments, MomentsQuery.names), (.digest, DigestQuery.names),
        (.suggest, SuggestQuery.names),
    ])
    func `a query is described with all its names`(route: ControlRoute, names: [String]) throws {
        let paths = try #require(try Self.document()["paths"] as? [String: NSDictionary])
        let operation = try #require(paths[route.path]?["get"] as? NSDictionary)
        let parameters = operation["parameters"] as? [NSDictionary] ?? []
        #expect(parameters.map { $0["name"] as? String } == names)
    }

    private static let messages: [any (Codable & Sendable).Type] = [
        AbsorberMessage.self, CheckRequest.self, ConfigTakenMessage.self, DaysMessage.self,
        DecisionMessage.self,
        DeckMarkMessage.self, DeckMarkRequest.self, DeckMessage.self, DecksMessage.self,
        DeliveryMessage.self, DeliveryRequest.self, DeliveryStoryMessage.self,
        DiagnosticMessage.self, DigestMessage.self, ForgetMessage.self, ForgetRequest.self,
        HistoryMessage.self,
        HoldMessage.self, HoldRequest.self, MomentMessage.self, MomentRequest.self,
        MomentsMessage.self, NamesMessage.self, NextMessage.self,
        OccurrenceMessage.self,
        OutcomeMessage.self, OutcomeRequest.self, PauseMessage.self, PlanChangesMessage.self,
        Problem.self, ProposalMessage.self, ProposeRequest.self,
        ReleaseRequest.self, ReloadMessage.self, SendTestMessage.self, SendTestRequest.self,
        SignalMessage.self, SignalRequest.self, StatusMessage.self, StepMessage.self,
        SuggestMessage.self,
        TimeoutRequest.self, TodayMessage.self, UndoMessage.self, UndoRequest.self,
        WaitingMessage.self, WhyMessage.self,
        WordMessage.self,
    ]

    @Test func `every message is described, and nothing else is`() throws {
        let described = try Self.schemas().filter { $0.value["properties"] != nil }.keys
        #expect(described.sorted() == Self.messages.map { "\($0)" })
    }

    @Test(arguments: messages.indices)
    func `the example of a message is read, and written again as it stands there`(
        index: Int
    ) throws {
        let type = Self.messages[index]
        let schema = try #require(try Self.schemas()["\(type)"])
        let example = try #require((schema["examples"] as? [Any])?.first)
        let message = try JSONDecoder().decode(
            type,
            from: JSONSerialization.data(withJSONObject: example)
        )
        let text = try ControlJSON.text(of: message)
        let written = try JSONSerialization.jsonObject(with: Data(text.utf8))
        #expect(written as? NSDictionary == example as? NSDictionary)
    }

    @Test(arguments: [
        ("OccurrenceState", OccurrenceState.allCases.map(\.rawValue)),
        ("Sensitivity", Sensitivity.allCases.map(\.rawValue)),
        ("Verdict", Verdict.allCases.map(\.rawValue)),
        ("DeliveryState", Delivery.State.allCases.map(\.rawValue)),
        ("OutcomeWord", OutcomeWord.allCases.map(\.rawValue)),
        ("UndoneWord", UndoneWord.allCases.map(\.rawValue)),
        ("PromptMark", PromptMark.Kind.allCases.map(\.rawValue)),
        ("PromptWord", DeckMarkRequest.Word.allCases.map(\.rawValue)),
        ("Severity", Diagnostic.Severity.allCases.map(\.rawValue)),
        ("LastDelivery", StatusMessage.Channel.LastDelivery.allCases.map(\.rawValue)),
        ("Breaker", ChannelHealth.Breaker.allCases.map(\.rawValue)),
        ("ChangeKind", PlanChangesMessage.Kind.allCases.map(\.rawValue)),
    ])
    func `every word of a choice is described`(name: String, words: [String]) throws {
        #expect(try Self.schemas()[name]?["enum"] as? [String] == words)
    }

    /// The document is valid OpenAPI 3.1, and each example is valid by its schema, whose keys are all known.
    @Test func `a validator finds nothing wrong`() async throws {
        let python = BuiltCommands.project(".build/venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python) else {
            try Test.cancel("make test brings openapi-spec-validator")
        }
        let oracle = BuiltCommands.project("Tests/ControlAPITests/Oracles/openapi.py")
        let result = try await CommandResult.of(
            python,
            [oracle, Self.path],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        )
        #expect(result.output == ["valid"], "\(result)")
    }
}
