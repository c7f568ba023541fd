package import CivilTime
package import Household
package import Settings

/// One diagnostic about a config file, with its place.
package struct DiagnosticMessage: Hashable, Sendable, Codable, CustomStringConvertible {
    package var file: String
    /// The line, from 1; 0 where the file could not be read at all.
    package var line: Int
    package var column: Int
    package var severity: Diagnostic.Severity
    /// The key it is about, such as `ritual.schedule.every`; `null` where it is about no key.
    package var key: String?
    package var message: String

    /// `FILE:LINE:COL: error: KEY: MESSAGE`, as compilers write it.
    package var description: String {
        Diagnostic(
            severity: severity,
            file: file,
            line: line,
            column: column,
            key: key ?? "",
            message: message
        ).description
    }
}

extension DiagnosticMessage {
    package init(_ diagnostic: Diagnostic) {
        self.init(
            file: diagnostic.file,
            line: diagnostic.line,
            column: diagnostic.column,
            severity: diagnostic.severity,
            key: diagnostic.key.isEmpty ? nil : diagnostic.key,
            message: diagnostic.message
        )
    }
}

extension Diagnostic.Severity: Codable {}

/// `POST /v1/reload`: the new config is in use; a rejected config is a `config-rejected` problem.
package struct ReloadMessage: Hashable, Sendable, Codable {
    package var config: String
    package var rituals: Int
    package var partners: Int
    package var warnings: [DiagnosticMessage] = []
}

extension ReloadMessage {
    package init(config: String, _ household: Household, warnings: [Diagnostic]) {
        self.init(
            config: config,
            rituals: household.rituals.count { $0.isEnabled },
            partners: household.partners.count,
            warnings: warnings.map(DiagnosticMessage.init)
        )
    }
}

/// `POST /v1/check`: what a config would change for the running daemon; nothing is applied.
package struct CheckRequest: Hashable, Sendable, Codable {
    package static let days = 1...366
    package static let defaultDays = 60
    /// The longest body of a request that the daemon accepts.
    package static let mostBytes = 65_536

    /// The file name that the diagnostics have.
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

/// What `ritualctl check --json` prints.
package struct CheckMessage: Hashable, Sendable, Encodable {
    package var file: String
    package var valid: Bool
    package var rituals: Int?
    package var partners: Int?
    package var diagnostics: [DiagnosticMessage]
    /// What the config would change for the running daemon, where that was asked for.
    package var changes: PlanChangesMessage?

    package init(
        file: String,
        _ household: Household?,
        _ diagnostics: [DiagnosticMessage],
        changes: PlanChangesMessage? = nil
    ) {
        self.file = file
        valid = household != nil
        rituals = household?.rituals.count
        partners = household?.partners.count
        self.diagnostics = diagnostics
        self.changes = changes
    }
}

/// The answer of `POST /v1/check`: every nudge of the span that the new config would change.
///
/// A config with errors is a `config-rejected` problem instead.
package struct PlanChangesMessage: Hashable, Sendable, Codable {
    /// The path of the config that the daemon runs with.
    package var config: String
    /// The household's zone by its name, in which a person is shown the times.
    package var zone: String
    package var from: Instant
    /// The end of the span that was compared, itself not included.
    package var until: Instant
    /// Whether `until` is as far as was asked for; `false` where there are too many nudges for one
    /// answer.
    package var complete: Bool
    /// How many nudges stay exactly as they are.
    package var kept: Int
    /// In the order of time.
    package var changes: [Change]

    package init(
        config: String,
        zone: String,
        from: Instant,
        until: Instant,
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
        /// The nudge comes at another time.
        case moves
        case appears
        case goes
        /// The nudge comes at the same time, with other words or on other channels.
        case differs
    }

    /// One nudge that the new config would change.
    package struct Change: Hashable, Sendable, Codable {
        package var change: Kind
        package var ritual: String
        package var title: String
        /// The occurrence by the new config, or by the old one where the nudge goes.
        package var occurrence: OccurrenceKey
        package var stage: Stage
        package var partner: String
        /// The time of the nudge under the old config; `null` where it appears.
        package var was: Instant?
        /// The time of the nudge under the new config; `null` where it goes.
        package var becomes: Instant?
        /// `words`, `channels` or both, where it differs; else empty.
        package var differs: [String]
    }
}

extension PlanChangesMessage.Change {
    package init(
        _ key: StageKey,
        _ change: PlanChangesMessage.Kind,
        title: String,
        was: Instant?,
        becomes: Instant?,
        differs: [String] = []
    ) {
        self.change = change
        ritual = key.occurrence.ritual
        self.title = title
        occurrence = key.occurrence
        stage = key.stage
        partner = key.partner
        self.was = was
        self.becomes = becomes
        self.differs = differs
    }
}
