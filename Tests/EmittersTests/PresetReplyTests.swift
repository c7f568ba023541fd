import Foundation
import Delivery
import Household
import TestKit
import Testing

@testable import Emitters

/// How each service says that it did not work, as its documentation shows it.
@Suite struct `The answer of a service` {
    struct Case: Sendable, CustomTestStringConvertible {
        var preset: WebhookPreset
        var status: Int
        var body: String
        var result: DeliveryAttempt.Result
        var detail: String

        init(
            _ preset: WebhookPreset,
            _ status: Int,
            _ body: String,
            _ result: DeliveryAttempt.Result,
            _ detail: String? = nil
        ) {
            self.preset = preset
            self.status = status
            self.body = body
            self.result = result
            self.detail = detail ?? "HTTP \(status)"
        }

        var testDescription: String { "\(preset.rawValue): \(status) \(body)" }
    }

    private static let failed = "though the reply says it failed"

    static let cases = [
        // https://api.slack.com/messaging/webhooks#handling_errors
        Case(.slack, 200, "ok", .delivered),
        Case(.slack, 400, "invalid_payload", .rejected),
        Case(.slack, 403, "action_prohibited", .rejected),
        Case(.slack, 404, "no_service", .rejected),
        Case(.slack, 410, "channel_is_archived", .gone),
        Case(.slack, 500, "rollup_error", .failed(retryAfter: nil)),
        // https://api.slack.com/web#responses
        Case(.slack, 200, #"{"ok":true}"#, .delivered),
        Case(
            .slack,
            200,
            #"{"ok":false,"error":"invalid_auth"}"#,
            .rejected,
            "HTTP 200, \(failed)"
        ),
        Case(
            .slack,
            200,
            #"{"ok":false,"error":"ratelimited"}"#,
            .failed(retryAfter: nil),
            "HTTP 200, \(failed)"
        ),
        // https://core.telegram.org/bots/api#making-requests, …#responseparameters
        Case(.telegram, 200, #"{"ok":true,"result":{"message_id":1}}"#, .delivered),
        Case(
            .telegram,
            429,
            #"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","#
                + #""parameters":{"retry_after":35}}"#,
            .failed(retryAfter: .seconds(35))
        ),
        Case(
            .telegram,
            401,
            #"{"ok":false,"error_code":401,"description":"Unauthorized"}"#,
            .rejected
        ),
        Case(
            .telegram,
            200,
            #"{"ok":false,"error_code":429,"parameters":{"retry_after":7}}"#,
            .failed(retryAfter: .seconds(7)),
            "HTTP 200, \(failed)"
        ),
        Case(.telegram, 200, #"{"ok":false,"error_code":403}"#, .rejected, "HTTP 200, \(failed)"),
        Case(.telegram, 200, #"{"ok":false,"error_code":200}"#, .rejected, "HTTP 200, \(failed)"),
        // https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit
        Case(
            .discord,
            429,
            #"{"message":"You are being rate limited.","retry_after":64.57,"global":false}"#,
            .failed(retryAfter: .seconds(65))
        ),
        Case(.discord, 429, #"{"retry_after":1e300}"#, .failed(retryAfter: .seconds(86_400))),
        Case(.discord, 429, #"{"retry_after":-1}"#, .failed(retryAfter: .zero)),
        Case(.discord, 429, "slow down", .failed(retryAfter: nil)),
        Case(.discord, 200, #"{"id":"1","content":"x"}"#, .delivered),
        Case(.discord, 404, #"{"message":"Unknown Webhook","code":10015}"#, .rejected),
        // https://spec.matrix.org/v1.9/client-server-api/#rate-limiting
        Case(
            .matrix,
            429,
            #"{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":2500}"#,
            .failed(retryAfter: .seconds(3))
        ),
        Case(.matrix, 403, #"{"errcode":"M_FORBIDDEN"}"#, .rejected),
        Case(.matrix, 200, #"{"event_id":"$a"}"#, .delivered),
        // https://docs.ntfy.sh/publish/#limitations
        Case(.ntfy, 429, #"{"code":42901,"http":429}"#, .failed(retryAfter: nil)),
        Case(.ntfy, 403, #"{"code":40301,"http":403,"error":"forbidden"}"#, .rejected),
        Case(.ntfy, 507, #"{"code":50701,"http":507}"#, .failed(retryAfter: nil)),
        // https://gotify.net/api-docs
        Case(.gotify, 401, #"{"error":"Unauthorized","errorCode":401}"#, .rejected),
        // https://developers.mattermost.com/integrate/webhooks/incoming/
        Case(.mattermost, 400, #"{"id":"web.incoming_webhook.parse.app_error"}"#, .rejected),
        // https://github.com/caronc/apprise-api#persistent-storage-solution
        Case(
            .apprise,
            204,
            "",
            .rejected,
            "HTTP 204, which means that the key has no configuration"
        ),
        Case(.apprise, 424, #"{"error":"One or more notification failed"}"#, .rejected),
        // https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger
        Case(.homeAssistant, 200, "", .delivered),
    ]

    @Test(arguments: cases) func `is understood as its documentation means it`(
        _ one: Case
    ) async throws {
        let server = try HTTPCapture(answering: [.reply(one.status, body: one.body)])
        let folder = try TemporaryFolder()
        let token = try secretFile("123456:ABC", "token", in: folder)
        let path = one.preset == .ntfy ? "/us" : "/api/webhook/notify/key-of-ours"
        let emitter = try webhook(
            server.url(path),
            preset: one.preset,
            token: one.preset.token == .unused ? nil : token
        ) {
            $0.target = "!room:matrix.example"
        }
        let attempt = await emitter.deliver(try nudge())
        #expect(attempt.outcome == DeliveryAttempt(one.result, detail: one.detail))
        #expect(attempt.status == one.status)
        #expect(attempt.reply == (one.body.isEmpty ? nil : one.body))
    }

    @Test func `asks for the longer of two waits`() async throws {
        let server = try HTTPCapture(answering: [
            .reply(429, headers: ["Retry-After": "1"], body: #"{"retry_after":64.57}"#)
        ])
        let attempt = try await webhook(server.url(), preset: .discord).deliver(nudge())
        #expect(attempt.result == .failed(retryAfter: .seconds(65)))
    }
}
