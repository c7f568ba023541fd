import CivilTime
import Emitters
import Household
import Planning

/// The journal as a decisionLog of what was decided: the daemon notes each decision and each delivery there.
struct JournalDecisionLog: DecisionLogReading {
    var reader = JournalReader()
    var names = LogNames()

    private static let fields = [
        "MESSAGE_ID", "RITUALD_OCCURRENCE", "RITUALD_STAGE", "RITUALD_PARTNER", "RITUALD_DUE",
        "RITUALD_DECIDED", "RITUALD_VERDICT", "RITUALD_REASON", "RITUALD_NUDGE_ID",
        "RITUALD_CHANNEL", "RITUALD_TOKEN", "RITUAL_NUDGE_ID",
    ]

    func recoveredDecisions(since instant: Instant) throws -> RecoveredDecisions {
        let ids =
            [JournalRecord.decision, JournalRecord.delivered]
            + Stage.Kind.allCases.map(JournalEntry.messageID)
        let entries = try reader.entries(
            since: instant,
            withMessageIDs: ids,
            fields: Self.fields
        )
        return recoveredDecisions(of: entries, since: instant)
    }

    /// Reads what the entries of the journal tell of.
    func recoveredDecisions(of entries: [[String: String]], since instant: Instant)
        -> RecoveredDecisions
    {
        var recovered = RecoveredDecisions()
        // A nudge reached somebody where its delivery was noted, or the journal itself was its channel.
        var told = Set(entries.compactMap { $0["RITUAL_NUDGE_ID"] })
        for entry in entries where entry["MESSAGE_ID"] == JournalRecord.delivered {
            guard let nudge = entry["RITUALD_NUDGE_ID"] else {
                continue
            }
            told.insert(nudge)
            if let channel = entry["RITUALD_CHANNEL"] {
                recovered.arrivals.insert(
                    RecoveredDecisions.Arrival(nudge: nudge, channel: channel)
                )
            }
        }
        // A nudge of a secret ritual is noted as a token.
        told.formUnion(told.map(names.token))
        recovered.sealed = entries.compactMap(SealedDecision.init)
            .filter { $0.decided >= instant && ($0.nudge.map(told.contains) ?? true) }
        var known: Set<StageKey> = []
        recovered.decisions = entries.compactMap { entry in
            guard entry["MESSAGE_ID"] == JournalRecord.decision,
                let decision = Decision(entry), decision.decided >= instant,
                decision.nudgeID.map(told.contains) ?? true,
                known.insert(decision.key).inserted
            else {
                return nil
            }
            return decision
        }
        return recovered
    }
}

extension SealedDecision {
    /// Reads a decision about a secret ritual from the fields of its entry; `nil` where they are not that.
    fileprivate init?(_ entry: [String: String]) {
        guard entry["MESSAGE_ID"] == JournalRecord.decision, let token = entry["RITUALD_TOKEN"],
            let due = entry["RITUALD_DUE"].flatMap({ try? Instant(parsing: $0) }),
            let decided = entry["RITUALD_DECIDED"].flatMap({ try? Instant(parsing: $0) }),
            let verdict = entry["RITUALD_VERDICT"].flatMap(Verdict.init)
        else {
            return nil
        }
        self.init(
            token: token,
            due: due,
            decided: decided,
            verdict: verdict,
            nudge: entry["RITUALD_NUDGE_ID"]
        )
    }
}

extension Decision {
    /// Reads a decision from the fields of its entry; `nil` where they are not that.
    fileprivate init?(_ entry: [String: String]) {
        guard let occurrence = entry["RITUALD_OCCURRENCE"].flatMap({ OccurrenceKey(parsing: $0) }),
            let stage = entry["RITUALD_STAGE"].flatMap({ Stage(parsing: $0) }),
            let partner = entry["RITUALD_PARTNER"],
            let due = entry["RITUALD_DUE"].flatMap({ try? Instant(parsing: $0) }),
            let decided = entry["RITUALD_DECIDED"].flatMap({ try? Instant(parsing: $0) }),
            let verdict = entry["RITUALD_VERDICT"].flatMap(Verdict.init)
        else {
            return nil
        }
        self.init(
            key: StageKey(occurrence: occurrence, stage: stage, partner: partner),
            due: due,
            decided: decided,
            verdict: verdict,
            reason: "\(entry["RITUALD_REASON"] ?? "told"); known from the journal",
            nudgeID: entry["RITUALD_NUDGE_ID"]
        )
    }
}
