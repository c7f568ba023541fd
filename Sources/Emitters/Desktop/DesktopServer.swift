/// A notification server: who it is, and what it can do (`GetCapabilities`).
struct DesktopServer: Hashable, Sendable {
    /// What tells one run of a server from every other.
    struct Identity: Hashable, Sendable, Codable {
        /// The id of the bus: unique names begin anew on each.
        var bus: String
        /// The unique name on it, such as `:1.12`.
        var owner: String
    }

    var identity: Identity
    var hasActions: Bool
    var readsMarkup: Bool

    var owner: String { identity.owner }

    init(identity: Identity, capabilities: [String]) {
        self.identity = identity
        hasActions = capabilities.contains("actions")
        readsMarkup = capabilities.contains("body-markup")
    }
}
