import Emitters
import Glibc
import Logging
import PlainText

/// Writes log lines to standard error; with their priority where that is the journal.
///
/// The journal takes a line that begins with `<N>` at priority N (sd-daemon(3)). `$JOURNAL_STREAM`
/// names the device and inode of the journal's stream (systemd.exec(5)), so a daemon whose standard
/// error was redirected elsewhere writes plain lines. A line with metadata is sent to the journal with
/// that as its fields; the journal gets the lines of level debug too. Whatever a message is made of, it
/// is one line, with nothing in it that a terminal would obey.
struct StandardErrorLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let isJournal: Bool

    init(environment: [String: String]) {
        isJournal = JournalStream.isBehind(STDERR_FILENO, named: environment["JOURNAL_STREAM"])
        logLevel = isJournal ? .debug : .info
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let text = Self.line("\(event.message)")
        if isJournal, let metadata = event.metadata, send(text, event.level, metadata) {
            return
        }
        let line = isJournal ? "<\(priority(event.level))>\(text)\n" : "rituald: \(text)\n"
        var bytes = Array(line.utf8)
        _ = write(STDERR_FILENO, &bytes, bytes.count)
    }

    /// The text as a record of its own: nothing in it ends the line or acts on a terminal.
    static func line(_ text: String) -> String {
        text.escapingControls()
    }

    /// Sends a line with fields, and says whether the journal took it.
    private func send(_ text: String, _ level: Logger.Level, _ metadata: Logger.Metadata) -> Bool {
        let fields =
            ["MESSAGE=\(text)", "PRIORITY=\(priority(level))", "SYSLOG_IDENTIFIER=rituald"]
            + metadata.map { "\($0.key)=\(Self.line("\($0.value)"))" }.sorted()
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
}
