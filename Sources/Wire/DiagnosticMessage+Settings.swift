package import ControlAPI
package import Settings

extension DiagnosticMessage {
    package init(_ diagnostic: Diagnostic) {
        self.init(
            file: diagnostic.file,
            line: diagnostic.line,
            column: diagnostic.column,
            severity: diagnostic.severity == .error ? .error : .warning,
            key: diagnostic.key.isEmpty ? nil : diagnostic.key,
            message: diagnostic.message
        )
    }
}
