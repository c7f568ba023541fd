import Delivery
import Household
import Logging
import Planning

extension Logger {
    /// One line a decision; titles and bodies stay out of the log.
    ///
    /// The journal gets it with fields, so that a ledger that was lost can learn from them what was
    /// decided: `docs/design/journal.md`.
    func report(_ decision: Decision, _ names: LogNames) {
        let key = decision.key
        guard !names.isSecret(key.occurrence.ritual) else {
            return reportSecret(decision, names)
        }
        let reason = names.clean(decision.reason)
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
            "RITUALD_REASON": "\(reason)",
        ]
        if let id = decision.nudgeID {
            fields["RITUALD_NUDGE_ID"] = "\(names.note(ofNudge: id))"
        }
        info("\(decision.verdict.rawValue): \(stage): \(reason)", metadata: fields)
    }

    /// What is noted of a secret ritual can be recognised with the key of the state directory, and read
    /// by nobody.
    private func reportSecret(_ decision: Decision, _ names: LogNames) {
        var fields: Metadata = [
            "MESSAGE_ID": "\(JournalRecord.decision)",
            "RITUALD_TOKEN": "\(names.token(decision.key.description))",
            "RITUALD_PARTNER": "\(decision.key.partner)",
            "RITUALD_DUE": "\(decision.due)",
            "RITUALD_DECIDED": "\(decision.decided)",
            "RITUALD_VERDICT": "\(decision.verdict.rawValue)",
        ]
        if let id = decision.nudgeID {
            fields["RITUALD_NUDGE_ID"] = "\(names.note(ofNudge: id))"
        }
        info("\(decision.verdict.rawValue): \(names.name(decision.key))", metadata: fields)
    }
}

/// The message ids of what the daemon itself notes in the journal.
enum JournalRecord {
    static let decision = "3f1d8a52c0b94e7d9a6e5b1c7f20d410"
    static let delivered = "3f1d8a52c0b94e7d9a6e5b1c7f20d411"

    /// What the journal keeps of a delivery that arrived, for one of its partners.
    static func fields(
        of delivery: Delivery,
        for key: StageKey,
        _ names: LogNames
    ) -> Logger.Metadata {
        var fields: Logger.Metadata = [
            "MESSAGE_ID": "\(delivered)",
            "RITUALD_NUDGE_ID": "\(names.note(ofNudge: key.nudgeID))",
            "RITUALD_CHANNEL": "\(delivery.channel)",
        ]
        if delivery.nudge.sensitivity != .secret, !names.isSecret(delivery.nudge.ritual) {
            fields["RITUALD_OCCURRENCE"] = "\(delivery.nudge.occurrence.key)"
        }
        return fields
    }
}
