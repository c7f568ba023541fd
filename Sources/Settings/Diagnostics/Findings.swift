/// Collects everything that is found in one file; readers go on after an error.
final class Findings {
    let file: String
    let source: SourceText
    private var found: [Diagnostic] = []

    init(file: String, text: String) {
        self.file = file
        source = SourceText(text)
    }

    /// All findings in the order of the file.
    var diagnostics: [Diagnostic] {
        found.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }.map(\.element)
    }

    var hasErrors: Bool {
        found.contains { $0.severity == .error }
    }

    func error(_ message: String, at position: TextPosition, key: String) {
        add(.error, message, position, key)
    }

    func warning(_ message: String, at position: TextPosition, key: String) {
        add(.warning, message, position, key)
    }

    private func add(
        _ severity: Diagnostic.Severity,
        _ message: String,
        _ position: TextPosition,
        _ key: String
    ) {
        found.append(
            Diagnostic(
                severity: severity,
                file: file,
                line: position.line,
                column: position.column,
                key: key,
                message: message
            )
        )
    }
}
