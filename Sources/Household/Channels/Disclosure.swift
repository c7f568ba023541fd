/// How much of a ritual is shown to whoever looks at a channel or a calendar.
package enum Disclosure: Hashable, Sendable {
    /// Title, body and prompt.
    case whole
    /// The title, and what the nudge is for.
    case purpose
    /// One neutral title, the same for all, and nothing by which the ritual could be told from another.
    case neutral
    /// That the household has something planned, and when; no title and no id.
    case moment

    /// Chooses how much is disclosed of a ritual where `show` is the setting.
    package init(of sensitivity: Sensitivity, on show: Channel.Show) {
        self =
            switch (show, sensitivity) {
            case (.discreet, _): .moment
            case (_, .secret): .neutral
            case (.titles, _), (_, .private): .purpose
            case (.all, .public): .whole
            }
    }

    /// Whether the ritual can be told from others.
    package var namesRitual: Bool { self == .whole || self == .purpose }
}
