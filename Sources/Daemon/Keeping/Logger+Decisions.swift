import Logging
import Rituals

extension Logger {
    /// One line a decision; titles and bodies stay out of the log.
    ///
    /// The journal gets it with fields, so that a ledger that was lost can learn from them what was
    /// decided: `docs/design/journal.md`.
    func report(_ decision: Decision) {
        let key = decision.key
        let stage = "\(key.stage) of \(key.occurrence) for \(key.partner)"
        var fields: Metadata = [
            "MESSAGE_ID": "\(JournalRecord.decision)",
            "RITUALD_RITUAL": "\(key.occurrence.ritual)",
            "RITUALD_OCCURRENCE": "\(key.occurrence)",
            "RITUALD_STAGE": "\(key.stage)",
            "RITUALD_PARTNER": "\(key.partner)",
            "RITUALD_DUE": "\(decision.due)",
            "RITUALD_DECIDED": "\(decision.decided)",
            "RITUALD_VERDICT": "\(decision.verdict.rawValue)",
            "RITUALD_REASON": "\(decision.reason)",
        ]
        if let id = decision.nudgeID {
            fields["RITUALD_NUDGE_ID"] = "\(id)"
        }
        info("\(decision.verdict.rawValue): \(stage): \(decision.reason)", metadata: fields)
    }
}

/// The message ids of what the daemon itself notes in the journal.
enum JournalRecord {
    static let decision = "3f1d8a52c0b94e7d9a6e5b1c7f20d410"
    static let delivered = "3f1d8a52c0b94e7d9a6e5b1c7f20d411"

    /// What the journal keeps of a delivery that arrived.
    static func fields(of delivery: Delivery) -> Logger.Metadata {
        [
            "MESSAGE_ID": "\(delivered)",
            "RITUALD_OCCURRENCE": "\(delivery.nudge.occurrence.key)",
            "RITUALD_NUDGE_ID": "\(delivery.nudge.id)",
            "RITUALD_CHANNEL": "\(delivery.channel)",
        ]
    }
}
