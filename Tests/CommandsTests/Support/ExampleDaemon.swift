import Foundation
import TestKit

@testable import ControlAPI

extension FakeDaemon {
    /// Answers each route with the example that `docs/openapi.json` has of its message.
    func answerWithExamples() throws {
        let text = try String(
            contentsOfFile: BuiltCommands.project("docs/openapi.json"),
            encoding: .utf8
        )
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary
        for route in ControlRoute.allCases where route != .names {
            let place = [
                "paths", route.path, route.method.rawValue.lowercased(), "responses", "200",
                "content",
            ]
            let keys = place + ["application/json", "schema"]
            let calendar = ["text/calendar", "example"]
            if let text = document?.value(at: place + calendar) as? String {
                answer(route, status: 200, text: text)
                continue
            }
            guard let schema = document?.value(at: keys) as? NSDictionary else {
                continue
            }
            let isArray = schema["type"] as? String == "array"
            let reference =
                (isArray ? schema["items"] as? NSDictionary : schema)?["$ref"] as? String
            let name = reference?.split(separator: "/").last.map(String.init) ?? ""
            let examples =
                document?.value(at: ["components", "schemas", name, "examples"]) as? [Any]
            guard let example = examples?.first else {
                continue
            }
            let reply = try JSONSerialization.data(withJSONObject: isArray ? [example] : example)
            answer(route, status: 200, text: String(decoding: reply, as: UTF8.self))
        }
    }
}

extension NSDictionary {
    fileprivate func value(at keys: [String]) -> Any? {
        keys.reduce(self as Any?) { ($0 as? NSDictionary)?[$1] }
    }
}
