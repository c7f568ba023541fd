/// One thing to say about a config file, with its place.
package struct DiagnosticMessage: Hashable, Sendable, Codable, CustomStringConvertible {
    package enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
        case error
        case warning
    }

    package var file: String
    /// From 1; 0 where the file could not be read at all.
    package var line: Int
    package var column: Int
    package var severity: Severity
    /// The key it is about, such as `ritual.schedule.every`; `null` where it is about no key.
    package var key: String?
    package var message: String

    package init(
        file: String,
        line: Int,
        column: Int,
        severity: Severity,
        key: String? = nil,
        message: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.key = key
        self.message = message
    }

    /// `FILE:LINE:COL: error: KEY: MESSAGE`, as compilers write it.
    ///
    /// Where there is no line, or no key, that part is left out.
    package var description: String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        let subject = key.map { $0.isEmpty ? "" : "\($0): " } ?? ""
        return "\(place): \(severity.rawValue): \(subject)\(message)"
    }
}

/// `POST /v1/reload`: the new config is kept; one that is rejected is a `config-rejected` problem.
package struct ReloadMessage: Hashable, Sendable, Codable {
    package var config: String
    package var rituals: Int
    package var partners: Int
    package var warnings: [DiagnosticMessage]

    package init(config: String, rituals: Int, partners: Int, warnings: [DiagnosticMessage] = []) {
        self.config = config
        self.rituals = rituals
        self.partners = partners
        self.warnings = warnings
    }
}
