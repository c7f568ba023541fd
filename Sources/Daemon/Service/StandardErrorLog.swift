import Emitters
import Glibc
import Logging

/// Writes log lines to standard error; with their priority where that is the journal.
///
/// The journal takes a line that begins with `<N>` at priority N (sd-daemon(3)). `$JOURNAL_STREAM`
/// names the device and inode of the journal's stream (systemd.exec(5)), so a daemon whose standard
/// error was redirected elsewhere writes plain lines. A line with metadata is sent to the journal with
/// that as its fields; the journal gets the lines of level debug too.
struct StandardErrorLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let isJournal: Bool

    init(environment: [String: String]) {
        isJournal = Self.isJournal(environment["JOURNAL_STREAM"])
        logLevel = isJournal ? .debug : .info
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let text = "\(event.message)".replacing("\n", with: " ")
        if isJournal, let metadata = event.metadata, send(text, event.level, metadata) {
            return
        }
        let line = isJournal ? "<\(priority(event.level))>\(text)\n" : "rituald: \(text)\n"
        var bytes = Array(line.utf8)
        _ = write(STDERR_FILENO, &bytes, bytes.count)
    }

    /// Sends a line with fields, and says whether the journal took it.
    private func send(_ text: String, _ level: Logger.Level, _ metadata: Logger.Metadata) -> Bool {
        let fields =
            ["MESSAGE=\(text)", "PRIORITY=\(priority(level))", "SYSLOG_IDENTIFIER=rituald"]
            + metadata.map { "\($0.key)=\($0.value)" }.sorted()
        return JournalEmitter.sendToJournal(fields) >= 0
    }

    private func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    private static func isJournal(_ stream: String?) -> Bool {
        guard let parts = stream?.split(separator: ":"), parts.count == 2 else {
            return false
        }
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else {
            return false
        }
        return UInt64(parts[0]) == UInt64(status.st_dev)
            && UInt64(parts[1]) == UInt64(status.st_ino)
    }
}
