import Delivery
@testable import Emitters
import Foundation
import Household
import Planning
import TestKit
import Testing

/// The preset `home-assistant` before a real Home Assistant.
@Suite(.timeLimit(.minutes(2))) struct `A Home Assistant` {
    @Test func `runs the automation that a nudge is for, and answers 200 to all others`()
        async throws
    {
        let folder = try TemporaryFolder()
        let server = try Python.start(
            "home_assistant_server.py",
            [folder.path],
            with: .homeAssistant
        )
        defer { server.end() }
        let port = try #require(
            try Python.object(try await server.output.first())["port"] as? Int
        )
        let emitter = { (id: String) in
            try webhook("http://127.0.0.1:\(port)/api/webhook/\(id)", preset: .homeAssistant)
        }
        let sent = try nudge(title: "<Us> & \"them\"", isUrgent: true)
        let discreet = try nudge(stage: .nag(1), sensitivity: .private)
        let unknown = await (try emitter("nobody-knows-this")).deliver(sent)
        #expect(unknown.outcome == DeliveryAttempt(.delivered, detail: "HTTP 200"))
        #expect(unknown.reply == nil)
        for nudge in [sent, discreet] {
            let attempt = await (try emitter("nudge-of-ours")).deliver(nudge)
            #expect(attempt.outcome == DeliveryAttempt(.delivered, detail: "HTTP 200"))
        }

        let shown = ShownMessage(discreet)
        #expect(await (try emitter("nudge-of-ours")).withdraw([shown]).result == .delivered)

        // It answers before the automation has run.
        try server.write("3")
        let answer = try Python.object(try await server.output.first(from: 1))
        let told = try #require(answer["told"] as? [NSDictionary])
        #expect(told.count == 3)
        let first = try #require(told.first)
        #expect(first["title"] as? String == "<Us> & \"them\"")
        #expect(first["message"] as? String == "Ten minutes, phones away.\nWhat was good today?")
        #expect(first["urgent"] as? Bool == true)
        #expect(
            first["everything"] as? NSDictionary == [
                "id": sent.id, "title": "<Us> & \"them\"",
                "message": "Ten minutes, phones away.\nWhat was good today?",
                "ritual": "check-in", "occurrence": "check-in@2026-01-09T20:30",
                "stage": "start", "partner": "alex", "due": "2026-01-10T03:30:00Z",
                "urgent": true, "tag": discretion().place(of: sent), "clear": false,
            ]
        )
        let second = try #require(told.dropFirst().first?["everything"] as? NSDictionary)
        #expect(second["message"] as? String == "Still open: did it happen?")
        #expect(second["stage"] as? String == "nag:1")
        // What the automation needs for `clear_notification`, and no word.
        let tag = discretion().place(of: discreet)
        let third = try #require(told.last?["everything"] as? NSDictionary)
        #expect(third == ["id": discreet.id, "partner": "alex", "tag": tag, "clear": true])
    }
}
