import CivilTime
import ControlAPI
import Glibc
import Household
import Logging

/// Keeps what `[calendar]` names as the feed is: its file is written anew, whole or not at all, and the feed is put at
/// its address, whenever that changes.
///
/// Nothing wakes it: it is told when something was decided or said, and when the config was read.
actor CalendarWriter {
    private let planning: PlannerActor
    private let identity: CalendarIdentity
    private let latest: LatestCalendar
    private let enqueue: @Sendable (Zone) async -> Void
    private let target: @Sendable () -> CalendarTarget?
    private let log: Logger
    private var written: (target: CalendarTarget, text: [UInt8])?
    private var enqueued: (target: CalendarTarget, text: [UInt8])?
    private var fault: String?
    /// Whether something has changed since the last look, and whether somebody is looking.
    private var isStale = false
    private var isLooking = false

    init(
        _ planning: PlannerActor,
        _ identity: CalendarIdentity,
        latest: LatestCalendar = LatestCalendar(),
        log: Logger,
        enqueue: @escaping @Sendable (Zone) async -> Void = { _ in },
        target: @escaping @Sendable () -> CalendarTarget?
    ) {
        self.planning = planning
        self.identity = identity
        self.latest = latest
        self.enqueue = enqueue
        self.log = log
        self.target = target
    }

    /// Writes the calendar if it is another now.
    func refresh() async {
        isStale = true
        guard !isLooking else { return }
        isLooking = true
        defer { isLooking = false }
        while isStale {
            isStale = false
            await write()
        }
    }

    private func write() async {
        guard let target = target() else { return }
        let snapshot = await planning.snapshot()
        let choice = CalendarChoice(
            partner: target.partner,
            show: target.show,
            alarms: target.alarms
        )
        let feed = CalendarFeed(snapshot.plan, choice, identity)
        let text = await withTaskExecutorPreference(TaskPool.questions) {
            feed.text(at: snapshot.now)
        }
        if let file = target.file { write(text, to: file, of: target) }
        guard target.upload != nil else { return }
        if let enqueued, enqueued.target == target, enqueued.text == text { return }
        latest.take(text)
        enqueued = (target, text)
        await enqueue(snapshot.household.zone)
    }

    private func write(_ text: [UInt8], to file: String, of target: CalendarTarget) {
        if let written, written.target == target, written.text == text { return }
        do {
            if FileReplacement.bytes(at: file, most: text.count) != text {
                try FileReplacement.write(text, to: file)
            }
            written = (target, text)
            fault = nil
        } catch {
            written = nil
            // Said once: the next change tries again.
            if fault != "\(error)" { log.error("\(error)") }
            fault = "\(error)"
        }
    }
}

/// A file that takes the place of another at once, so that nobody reads half of it.
enum FileReplacement {
    /// What is there; `nil` where that is no regular file, is longer than `most`, or cannot be read.
    static func bytes(at path: String, most: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= most {
            let count = read(file, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
        return nil
    }

    /// Writes a file that only its owner may read, or whoever may read the one that is there.
    ///
    /// What is there and is no file, such as a named pipe, stays there.
    static func write(_ bytes: [UInt8], to path: String) throws {
        var status = stat()
        let isThere = stat(path, &status) == 0
        guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
            throw NotAFile(path: path)
        }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var template = Array("\(folder)/.rituals-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else {
            throw SystemError("the calendar cannot be written to '\(path)'")
        }
        let draft = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        defer { close(file) }
        let mode = isThere ? status.st_mode & 0o777 : 0o600
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        guard rest.isEmpty, fchmod(file, mode) == 0, fsync(file) == 0, rename(draft, path) == 0
        else {
            let error = SystemError("the calendar cannot be written to '\(path)'")
            unlink(draft)
            throw error
        }
    }
}

/// Something else than a file stands where the calendar was to be written.
private struct NotAFile: Error, CustomStringConvertible {
    let path: String

    var description: String {
        "the calendar cannot be written to '\(path)': what is there is not a file"
    }
}
