/// Where and how a webhook is posted.
///
/// The URL may carry a token in its path, so its type never prints the value.
package struct WebhookSettings: Hashable, Sendable {
    package var url: Secret
    package var preset: WebhookPreset
    /// The token for the service, mostly sent as `Authorization: Bearer …`.
    package var token: SecretReference?
    /// The token of a client of Gotify's, with which messages are deleted.
    package var clientToken: SecretReference?
    /// A `whsec_…` secret; each request is signed with it (Standard Webhooks 1.0.0).
    package var secret: SecretReference?
    /// The bound on one whole attempt, from name look-up to the last byte of the reply.
    package var timeout: Duration
    /// A file of certificates to trust instead of the system's.
    package var caFile: String?
    /// Whether plain http is allowed to hosts that are not on a private network.
    package var isInsecure: Bool
    /// The room, chat or tag that the preset sends to, where it has such a thing.
    package var target: String?
    /// The address to which the buttons of a message on a phone post; `nil` for no buttons.
    package var answers: Secret?
    /// Whether the daemon asks the service for answers while a message is open.
    package var listens = false

    package init(
        url: Secret,
        preset: WebhookPreset = .none,
        token: SecretReference? = nil,
        secret: SecretReference? = nil,
        timeout: Duration = .seconds(15),
        caFile: String? = nil,
        isInsecure: Bool = false,
        target: String? = nil,
        answers: Secret? = nil
    ) {
        self.url = url
        self.preset = preset
        self.token = token
        self.secret = secret
        self.timeout = timeout
        self.caFile = caFile
        self.isInsecure = isInsecure
        self.target = target
        self.answers = answers
    }

    /// Whether a message can be taken back.
    package var takesBack: Bool {
        switch preset {
        case .none, .ntfy, .discord, .matrix, .homeAssistant, .telegram: true
        case .gotify: clientToken != nil
        case .slack, .mattermost, .apprise: false
        }
    }
}
