/// Why a channel cannot be made ready; it names channels and files, never what is in them.
package enum EmitterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A secret cannot be had: `what` is its file or credential, `reason` why.
    case secret(what: String, reason: String)
    /// The secret is there but is not of its form.
    case malformed(what: String, allowed: String)
    /// The preset is one that this version does not speak.
    case preset(String)
    /// The address cannot be used with the preset.
    case address(allowed: String)
    /// The system has not what the channel needs; the text is its own.
    case system(String)

    package var description: String {
        switch self {
        case .secret(let what, let reason): "\(what) cannot be used: \(reason)"
        case .malformed(let what, let allowed): "\(what) is not \(allowed)"
        case .preset(let name): "preset '\(name)' is not spoken by this version"
        case .system(let reason): "the system lacks what it needs: \(reason)"
        case .address(let allowed): "the channel's url is not \(allowed)"
        }
    }
}
