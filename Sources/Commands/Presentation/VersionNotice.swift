import ControlAPI
import PlainText

/// What is said where a daemon goes on after an upgrade as the version that it was started as.
enum VersionNotice {
    /// - Returns: no line where the daemon is of the same version as this command.
    static func lines(daemon version: String) -> [String] {
        guard version != ProductVersion.current else {
            return []
        }
        return [
            "rituald \(version.withoutControls) still runs, and \(ProductVersion.current) is installed:",
            "systemctl --user restart rituald",
        ]
    }
}
