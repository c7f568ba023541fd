import CSystemd
import CivilTime
import Glibc

/// Reads entries of this user from the journal of this machine (sd-journal(3)).
struct JournalReader {
    /// The folder of journal files; `nil` for the machine's own.
    var directory: String?

    /// The entries since `instant` that bear one of the message ids, oldest first, with the fields asked
    /// for that each of them has.
    func entries(
        since instant: Instant,
        withMessageIDs ids: [String],
        fields: [String]
    ) throws(JournalError) -> [[String: String]] {
        var opened: OpaquePointer?
        let result =
            directory.map { sd_journal_open_directory(&opened, $0, 0) }
            ?? sd_journal_open(&opened, Int32(SD_JOURNAL_LOCAL_ONLY))
        guard result >= 0, let journal = opened else {
            throw .unreadable(String(cString: strerror(-result)))
        }
        defer { sd_journal_close(journal) }
        for match in ids.map({ "MESSAGE_ID=\($0)" }) + ["_UID=\(getuid())"] {
            sd_journal_add_match(journal, match, 0)
        }
        let seconds = max(0, instant.secondsSinceEpoch)
        let sought = sd_journal_seek_realtime_usec(journal, UInt64(seconds) * 1_000_000)
        guard sought >= 0 else {
            throw .unreadable(String(cString: strerror(-sought)))
        }
        var entries: [[String: String]] = []
        while sd_journal_next(journal) > 0 {
            var entry: [String: String] = [:]
            for field in fields {
                entry[field] = value(of: field, in: journal)
            }
            entries.append(entry)
        }
        return entries
    }

    private func value(of field: String, in journal: OpaquePointer) -> String? {
        var data: UnsafeRawPointer?
        var length = 0
        guard sd_journal_get_data(journal, field, &data, &length) >= 0, let data else {
            return nil
        }
        let bytes = UnsafeRawBufferPointer(start: data, count: length)
        return String(decoding: bytes.dropFirst(field.utf8.count + 1), as: UTF8.self)
    }
}

/// Why the journal cannot be asked.
enum JournalError: Error, CustomStringConvertible {
    case absent
    case unreadable(String)

    var description: String {
        switch self {
        case .absent: "there is no journal"
        case .unreadable(let reason): "the journal cannot be read: \(reason)"
        }
    }
}
