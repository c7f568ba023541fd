/// Collects everything that is found in one file; readers go on after an error.
final class Findings {
    let file: String
    let source: SourceText
    private var found: [Diagnostic] = []

    /// Findings beyond these are counted, not kept: nobody reads them, and each costs a search.
    private static let limit = 1_000
    private var dropped: [Diagnostic.Severity: Int] = [:]

    init(file: String, text: String) {
        self.file = file
        source = SourceText(text)
    }

    /// The findings in the order of the file; behind them, how many more there were.
    var diagnostics: [Diagnostic] {
        let sorted = found.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }
        return sorted.map(\.element)
            + Diagnostic.Severity.allCases.compactMap { severity in
                dropped[severity].map { count in
                    diagnostic(severity, "\(count) more like these", nil, "")
                }
            }
    }

    private(set) var hasErrors = false

    func error(_ message: @autoclosure () -> String, at position: TextPosition, key: String) {
        hasErrors = true
        add(.error, message, position, key)
    }

    func warning(_ message: @autoclosure () -> String, at position: TextPosition, key: String) {
        add(.warning, message, position, key)
    }

    private func add(
        _ severity: Diagnostic.Severity,
        _ message: () -> String,
        _ position: TextPosition,
        _ key: String
    ) {
        if found.count < Self.limit {
            found.append(diagnostic(severity, message(), position, key))
        } else {
            dropped[severity, default: 0] += 1
        }
    }

    private func diagnostic(
        _ severity: Diagnostic.Severity,
        _ message: String,
        _ position: TextPosition?,
        _ key: String
    ) -> Diagnostic {
        Diagnostic(
            severity: severity,
            file: file,
            line: position?.line ?? 0,
            column: position?.column ?? 0,
            key: key,
            message: message
        )
    }
}
