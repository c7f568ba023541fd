import CivilTime
import Emitters
import Rituals

/// The journal as a witness of what was decided: the daemon notes each decision and each delivery there.
struct JournalWitness: DecisionWitness {
    var reader = JournalReader()

    private static let fields = [
        "MESSAGE_ID", "RITUAL_OCCURRENCE", "RITUAL_STAGE", "RITUAL_PARTNER", "RITUAL_DUE",
        "RITUAL_DECIDED", "RITUAL_VERDICT", "RITUAL_REASON", "RITUAL_NUDGE_ID",
    ]

    func decisions(since instant: Instant) throws -> [Decision] {
        let ids =
            [JournalRecord.decision, JournalRecord.delivered]
            + Stage.Kind.allCases.map(JournalEntry.messageID)
        let entries = try reader.entries(
            since: instant,
            withMessageIDs: ids,
            fields: Self.fields
        )
        return decisions(in: entries, since: instant)
    }

    /// Reads the decisions that the entries of the journal tell of.
    func decisions(in entries: [[String: String]], since instant: Instant) -> [Decision] {
        // A nudge reached somebody where its delivery was noted, or the journal itself was its channel.
        let told = Set(
            entries.filter { $0["MESSAGE_ID"] != JournalRecord.decision }
                .compactMap { $0["RITUAL_NUDGE_ID"] }
        )
        var known: Set<StageKey> = []
        return entries.compactMap { entry in
            guard entry["MESSAGE_ID"] == JournalRecord.decision,
                let decision = Decision(entry), decision.decided > instant,
                decision.nudgeID.map(told.contains) ?? true,
                known.insert(decision.key).inserted
            else {
                return nil
            }
            return decision
        }
    }
}

extension Decision {
    /// Reads a decision from the fields of its entry; `nil` where they are not that.
    fileprivate init?(_ entry: [String: String]) {
        guard let occurrence = entry["RITUAL_OCCURRENCE"].flatMap({ OccurrenceKey(parsing: $0) }),
            let stage = entry["RITUAL_STAGE"].flatMap({ Stage(parsing: $0) }),
            let partner = entry["RITUAL_PARTNER"],
            let due = entry["RITUAL_DUE"].flatMap({ try? Instant(parsing: $0) }),
            let decided = entry["RITUAL_DECIDED"].flatMap({ try? Instant(parsing: $0) }),
            let verdict = entry["RITUAL_VERDICT"].flatMap(Verdict.init)
        else {
            return nil
        }
        self.init(
            key: StageKey(occurrence: occurrence, stage: stage, partner: partner),
            due: due,
            decided: decided,
            verdict: verdict,
            reason: "\(entry["RITUAL_REASON"] ?? "told"); known from the journal",
            nudgeID: entry["RITUAL_NUDGE_ID"]
        )
    }
}
