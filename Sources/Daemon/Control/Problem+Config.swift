import ControlAPI
import Household
import Settings

extension Problem {
    /// A config that has errors; `consequence` says what that means for the running daemon.
    init(rejected read: ReadConfig, _ consequence: String) {
        let errors = read.diagnostics.count { $0.severity == .error }
        let count = CountPhrase.counted(errors, "error")
        self.init(
            .configRejected,
            detail: "the config has \(count); \(consequence)",
            diagnostics: read.diagnostics.map(DiagnosticMessage.init)
        )
    }
}
