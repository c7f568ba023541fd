/// Why a channel cannot be made ready; it names channels and files, never what is in them.
package enum EmitterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A secret cannot be had: `what` is its file or credential, `reason` why.
    case secret(what: String, reason: String)
    /// The secret is there but is not of its form.
    case malformed(what: String, allowed: String)
    /// The preset needs a key that the config does not give.
    case missing(String)
    /// The address cannot be used with the preset.
    case address(allowed: String)
    /// The system has not what the channel needs; the text is its own.
    case system(String)

    package var description: String {
        switch self {
        case .secret(let what, let reason): "\(what) cannot be used: \(reason)"
        case .malformed(let what, let allowed): "\(what) is not \(allowed)"
        case .system(let reason): "the system lacks what it needs: \(reason)"
        case .missing(let key): "the channel has no '\(key)', which its preset needs"
        case .address(let allowed): "the channel's url is not \(allowed)"
        }
    }
}
