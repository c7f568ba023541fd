/// One thing that is wrong, or doubtful, in a config.
package struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    package enum Severity: String, Hashable, Sendable, CaseIterable {
        case error
        case warning
    }

    package var severity: Severity
    package var file: String
    /// From 1; 0 where the file could not be read at all.
    package var line: Int
    /// From 1, in Unicode scalars; 0 where the file could not be read at all.
    package var column: Int
    /// The path of the key, such as `ritual[date-night].schedule.every`; may be empty.
    package var key: String
    /// Lower case, no full stop: what was given and what is allowed.
    package var message: String

    package init(
        severity: Severity,
        file: String,
        line: Int,
        column: Int,
        key: String,
        message: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.message = message
    }

    /// `FILE:LINE:COL: error: KEY: MESSAGE`, the form that editors and compilers share.
    ///
    /// Where there is no line, or no key, that part is left out.
    package var description: String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        return "\(place): \(severity.rawValue): \(key.isEmpty ? "" : "\(key): ")\(message)"
    }
}
