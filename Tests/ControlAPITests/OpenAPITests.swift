import ControlAPI
import Foundation
import Testing

struct OpenAPITests {
    /// A value inside a JSON text, by the keys that lead to it.
    static func value(in text: String, at path: String...) throws -> Any? {
        var value: Any? = try JSONSerialization.jsonObject(with: Data(text.utf8))
        for key in path {
            value = (value as? [String: Any])?[key]
        }
        return value
    }

    @Test func `only what is served is described, under its path and method`() throws {
        let text = try OpenAPIDocument.text(serving: [.upcoming, .done])
        let paths = try #require(Self.value(in: text, at: "paths") as? [String: [String: Any]])
        #expect(
            paths.mapValues { Array($0.keys) } == ["/v1/upcoming": ["get"], "/v1/done": ["post"]]
        )
        #expect(try Self.value(in: text, at: "openapi") as? String == "3.1.0")
        #expect(try Self.value(in: text, at: "info", "version") as? String == "0.1.0")
    }

    @Test func `the shape of a message is read off its type`() throws {
        let text = try OpenAPIDocument.text(serving: [.upcoming])
        #expect(
            text.contains(
                """
                      "OccurrenceMessage": {
                        "type": "object",
                        "properties": {
                          "ritual": {
                            "type": "string"
                          },
                """
            )
        )
        #expect(
            text.contains(
                """
                          "stage": {
                            "anyOf": [
                              {
                                "type": "string"
                              },
                              {
                                "type": "null"
                              }
                            ]
                          },
                          "partners": {
                            "type": "array",
                            "items": {
                              "type": "string"
                            }
                          },
                          "held": {
                            "type": "boolean"
                          }
                        },
                        "required": ["ritual", "title", "occurrence", "start", "end", "instant", \
                "stage", "partners", "held"]
                """
            )
        )
    }

    @Test
    func `an answer that is an array, a choice of words and a nested message have their shape`()
        throws
    {
        let text = try OpenAPIDocument.text(serving: Set(ControlRoute.allCases))
        let reply = try Self.value(
            in: text,
            at: "paths",
            "/v1/outbox",
            "get",
            "responses",
            "200",
            "content",
            "application/json",
            "schema",
            "items",
            "$ref"
        )
        #expect(reply as? String == "#/components/schemas/DeliveryMessage")
        let state = try Self.value(
            in: text,
            at: "components",
            "schemas",
            "OutcomeMessage",
            "properties",
            "state",
            "enum"
        )
        #expect(state as? [String] == OccurrenceState.allCases.map(\.rawValue))
        let decisions = try Self.value(
            in: text,
            at: "components",
            "schemas",
            "WhyMessage",
            "properties",
            "occurrences",
            "items",
            "properties",
            "decisions",
            "items",
            "required"
        )
        #expect(
            decisions as? [String]
                == ["stage", "partner", "due", "at", "decision", "reason", "nudge", "channels"]
        )
    }

    @Test func `a request needs only what the daemon cannot fill in itself`() throws {
        let text = try OpenAPIDocument.text(serving: [.snooze])
        let required = try Self.value(
            in: text,
            at: "components",
            "schemas",
            "SnoozeRequest",
            "required"
        )
        #expect(required as? [String] == ["ritual", "for"])
    }

    @Test func `every reference leads to a schema`() throws {
        let text = try OpenAPIDocument.text(serving: Set(ControlRoute.allCases))
        let schemas = try #require(
            Self.value(in: text, at: "components", "schemas") as? [String: Any]
        )
        let references = text.matches(of: /"#\/components\/schemas\/(\w+)"/).map { String($0.1) }
        #expect(references.count > 20)
        #expect(Set(references).subtracting(schemas.keys) == [])
        #expect(Set(schemas.keys).subtracting(references) == [])
    }
}
