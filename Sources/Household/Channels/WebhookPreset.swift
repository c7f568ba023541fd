/// The services whose requests a webhook can make.
package enum WebhookPreset: String, Hashable, Sendable, CaseIterable {
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

    /// Whether a preset asks for a key of the config.
    package enum Need: Hashable, Sendable {
        case needed, optional, unused
    }

    /// Whether the service needs a token beside the URL.
    package var token: Need {
        switch self {
        case .none, .ntfy, .apprise: .optional
        case .gotify, .matrix, .telegram: .needed
        case .slack, .discord, .mattermost, .homeAssistant: .unused
        }
    }

    /// The key of the config that says where in the service to send to; `nil` where the URL does.
    package var targetKey: (name: String, need: Need)? {
        switch self {
        case .matrix: ("room", .needed)
        case .telegram: ("chat", .needed)
        case .apprise: ("tag", .optional)
        default: nil
        }
    }

    /// Whether its notifications have buttons that call a web address.
    package var hasButtons: Bool { self == .ntfy }

    /// Whether the service can be asked for the answers that are given there.
    package var canListen: Bool { self == .ntfy || self == .telegram || self == .matrix }

    /// The URL of a service that has only one.
    package var usualURL: String? {
        self == .telegram ? "https://api.telegram.org" : nil
    }
}
