/// `POST /v1/check`: what a config would change for the running daemon; nothing is applied.
package struct CheckRequest: Hashable, Sendable, Codable {
    package static let days = 1...366
    package static let defaultDays = 60
    /// What the daemon takes as one request.
    package static let mostBytes = 65_536

    /// The name that its diagnostics carry.
    package var file: String
    /// The whole config.
    package var text: String
    /// How many days to look ahead; 60 where it is left out.
    package var days: Int?

    package init(file: String, text: String, days: Int? = nil) {
        self.file = file
        self.text = text
        self.days = days
    }
}

/// The answer: every nudge of that span that would be another one under the new config.
///
/// A config with errors is a `config-rejected` problem instead.
package struct PlanChangesMessage: Hashable, Sendable, Codable {
    /// The config that the daemon runs by.
    package var config: String
    /// The household's zone by its name, in which a person is shown the times.
    package var zone: String
    package var from: String
    /// Up to where both plans were compared, itself not included.
    package var until: String
    /// Whether `until` is as far as was asked for; so many nudges that it is not make this `false`.
    package var complete: Bool
    /// How many nudges stay exactly as they are.
    package var kept: Int
    /// In the order of time.
    package var changes: [Change]

    package init(
        config: String,
        zone: String,
        from: String,
        until: String,
        complete: Bool,
        kept: Int,
        changes: [Change]
    ) {
        self.config = config
        self.zone = zone
        self.from = from
        self.until = until
        self.complete = complete
        self.kept = kept
        self.changes = changes
    }

    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Is told at another time.
        case moves
        case appears
        case goes
        /// Is told at the same time, in other words or by other channels.
        case differs
    }

    /// One nudge that would be another one.
    package struct Change: Hashable, Sendable, Codable {
        package var change: Kind
        package var ritual: String
        package var title: String
        /// The occurrence by the new config, or by the old one where the nudge goes.
        package var occurrence: String
        package var stage: String
        package var partner: String
        /// When it would have been told; `null` where it appears.
        package var was: String?
        /// When it will be told; `null` where it goes.
        package var becomes: String?
        /// `words`, `channels` or both, where it differs; else empty.
        package var differs: [String]

        package init(
            change: Kind,
            ritual: String,
            title: String,
            occurrence: String,
            stage: String,
            partner: String,
            was: String? = nil,
            becomes: String? = nil,
            differs: [String] = []
        ) {
            self.change = change
            self.ritual = ritual
            self.title = title
            self.occurrence = occurrence
            self.stage = stage
            self.partner = partner
            self.was = was
            self.becomes = becomes
            self.differs = differs
        }
    }
}
