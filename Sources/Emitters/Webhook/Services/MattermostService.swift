import Planning

/// Preset `mattermost`: an incoming webhook (<https://developers.mattermost.com/integrate/webhooks/incoming/>).
///
/// A post has 16,383 characters at most, counted as code points. Mattermost reads Markdown, so what
/// would be markup in the words is escaped.
struct MattermostService: WebhookService {
    private struct Body: Encodable {
        var text: String
    }

    private static let limit = TextLimit(16_383, .scalars)

    let url: String

    func request(for nudge: Nudge) throws -> HTTPRequest {
        try HTTPRequest(to: url, json: Body(text: nudge.discreet.markdown(within: Self.limit)))
    }
}
