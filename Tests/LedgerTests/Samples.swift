import CivilTime
import Ledger
import Household
import Planning

func instant(_ text: String) throws -> Instant {
    try Instant(parsing: text)
}

func occurrence(_ text: String) throws -> OccurrenceKey {
    struct Unreadable: Error {}
    guard let key = OccurrenceKey(parsing: text) else {
        throw Unreadable()
    }
    return key
}

/// The evening most tests are about.
let dateNight = "date-night@2026-01-09T19:00"
let evening = "2026-01-09T19:00:00Z"

/// A decision at `due`, told by `channels` where the verdict is a telling one.
func decision(
    _ key: String = dateNight,
    _ stage: Stage = .start,
    for partner: String = "alex",
    due: String = evening,
    decided: String? = nil,
    _ verdict: Verdict = .fired,
    channels: [String] = ["desktop", "phone"],
    notBefore: Instant? = nil
) throws -> Decision {
    let key = StageKey(occurrence: try occurrence(key), stage: stage, partner: partner)
    let due = try instant(due)
    let time = ZonedTime(instant: due, zone: .utc)
    let nudge = Nudge(
        key: key,
        title: "Date night",
        body: "A table for two at \"Zoë's\"",
        prompt: "What made you laugh?",
        occurrence: OccurrenceReference(key: key.occurrence, start: time, end: time),
        due: due,
        late: .seconds(61),
        tone: .reassuring,
        actions: [.done, .later],
        expires: due + .seconds(3_600)
    )
    let isTold = verdict == .fired || verdict == .late
    return Decision(
        key: key,
        due: due,
        decided: try decided.map(instant) ?? due,
        verdict: verdict,
        reason: "because",
        nudge: isTold ? nudge : nil,
        channels: isTold ? channels : [],
        notBefore: notBefore
    )
}

func step(
    through: String = evening,
    _ decisions: [Decision] = [],
    outcomes: [Outcome] = [],
    withdrawals: [Withdrawal] = [],
    withdrawnRituals: [String] = [],
    annulled: [StageKey] = []
) throws -> PlannerStep {
    var step = PlannerStep(through: try instant(through))
    step.decisions = decisions
    step.outcomes = outcomes
    step.withdrawals = withdrawals
    step.withdrawnRituals = withdrawnRituals
    step.annulled = annulled
    return step
}

func outcome(
    _ key: String = dateNight,
    _ kind: Outcome.Kind = .done,
    by partner: String? = nil,
    note: String? = nil,
    said: String = evening
) throws -> Outcome {
    Outcome(
        occurrence: try occurrence(key),
        kind: kind,
        partner: partner,
        note: note,
        said: try instant(said)
    )
}
