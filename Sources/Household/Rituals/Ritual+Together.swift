package import Recurrence

extension Ritual {
    /// How it finds a time at which all are awake; `nil` where its times are given.
    package var sharedTime: SharedTime? {
        switch schedule {
        case .together(let shared): shared
        case .excepting(let excepted):
            if case .together(let shared) = excepted.base { shared } else { nil }
        default: nil
        }
    }
}
