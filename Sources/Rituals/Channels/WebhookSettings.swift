/// Where and how a webhook is posted.
///
/// The URL may carry a token in its path, so it is kept in a type that does not print itself.
package struct WebhookSettings: Hashable, Sendable {
    package enum Preset: String, Hashable, Sendable, CaseIterable {
        case none
        case ntfy
        case gotify
        case slack
        case discord
        case matrix
        case mattermost
        case homeAssistant = "home-assistant"
        case telegram
        case apprise

        /// The presets whose requests this version knows how to make.
        package static let available: [Preset] = [.none, .ntfy]
    }

    package var url: Secret
    package var preset: Preset
    /// Sent as `Authorization: Bearer …`.
    package var token: SecretReference?
    /// A `whsec_…` secret; each request is signed with it (Standard Webhooks 1.0.0).
    package var secret: SecretReference?
    /// The bound on one whole attempt, from name look-up to the last byte of the reply.
    package var timeout: Duration

    package init(
        url: Secret,
        preset: Preset = .none,
        token: SecretReference? = nil,
        secret: SecretReference? = nil,
        timeout: Duration = .seconds(15)
    ) {
        self.url = url
        self.preset = preset
        self.token = token
        self.secret = secret
        self.timeout = timeout
    }
}
