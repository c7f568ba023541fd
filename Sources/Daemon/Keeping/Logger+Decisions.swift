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
            "RITUAL_ID": "\(key.occurrence.ritual)",
            "RITUAL_OCCURRENCE": "\(key.occurrence)",
            "RITUAL_STAGE": "\(key.stage)",
            "RITUAL_PARTNER": "\(key.partner)",
            "RITUAL_DUE": "\(decision.due)",
            "RITUAL_DECIDED": "\(decision.decided)",
            "RITUAL_VERDICT": "\(decision.verdict.rawValue)",
            "RITUAL_REASON": "\(decision.reason)",
        ]
        if let id = decision.nudgeID {
            fields["RITUAL_NUDGE_ID"] = "\(id)"
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
            "RITUAL_OCCURRENCE": "\(delivery.nudge.occurrence.key)",
            "RITUAL_NUDGE_ID": "\(delivery.nudge.id)",
            "RITUAL_CHANNEL": "\(delivery.channel)",
        ]
    }
}
