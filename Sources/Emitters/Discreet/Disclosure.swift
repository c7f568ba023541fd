import Household

/// How much of a nudge a channel shows to whoever looks at it.
enum Disclosure: Hashable, Sendable {
    /// Title, body and prompt.
    case whole
    /// The title, and what the nudge is for.
    case purpose
    /// One neutral title, the same for all, and nothing by which the ritual could be told from another.
    case neutral
    /// That the household has something planned, and when; no title and no id.
    case moment

    /// Chooses how much a channel with the setting `show` discloses of a ritual.
    init(of sensitivity: Sensitivity, on show: Channel.Show) {
        self =
            switch (show, sensitivity) {
            case (.discreet, _): .moment
            case (_, .secret): .neutral
            case (.titles, _), (_, .private): .purpose
            case (.all, .public): .whole
            }
    }
}
