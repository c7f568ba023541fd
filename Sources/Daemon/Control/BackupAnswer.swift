import ControlAPI
import Delivery

/// Answers `backup` with a complete copy of the ledger.
struct BackupAnswer {
    private let ledger: any LedgerUpkeep

    static let contentType = "application/vnd.sqlite3"

    init(_ snapshot: Snapshot) {
        ledger = snapshot.ledger
    }

    func backup() throws(Problem) -> ControlReply {
        do {
            let copy = try ledger.openCopy()
            return ControlReply(
                contentType: Self.contentType,
                stream: .file(copy.file, length: copy.length)
            )
        } catch {
            throw Problem(.failed, detail: "the ledger cannot be copied: \(error)")
        }
    }
}
