/// Why a time zone cannot be used.
///
/// ```swift
/// func advice(_ error: ZoneError) -> String {
///     switch error {
///     case .unknown, .invalidName: "check the name"
///     case .damaged, .leapSeconds, .unreadable: "install the system's time zones again"
///     }
/// }
/// advice(.unknown(name: "Europe/Lisboa")) == "check the name"
/// ```
public enum ZoneError: Error, Hashable, Sendable {
    /// There is no zone of that name.
    case unknown(name: String)
    /// The name is not one that a zone can have.
    case invalidName(name: String)
    /// The zone's file does not have the format of RFC 9636.
    case damaged(name: String, reason: String)
    /// The zone's file counts leap seconds, which system clocks do not.
    case leapSeconds(name: String)
    /// The zone's file cannot be read.
    case unreadable(name: String, reason: String)
}

extension ZoneError: CustomStringConvertible {
    /// A message that names the zone and what is wrong with it.
    ///
    /// ```swift
    /// ZoneError.unknown(name: "Europe/Lisboa").description == "there is no time zone 'Europe/Lisboa'"
    /// ```
    public var description: String {
        switch self {
        case .unknown(let name): "there is no time zone '\(name)'"
        case .invalidName(let name):
            "'\(name)' is not a time zone's name, such as 'Europe/Lisbon'"
        case .damaged(let name, let reason): "the file of time zone '\(name)' is damaged: \(reason)"
        case .leapSeconds(let name):
            "the file of time zone '\(name)' counts leap seconds, which system clocks do not"
        case .unreadable(let name, let reason):
            "the file of time zone '\(name)' cannot be read: \(reason)"
        }
    }
}
