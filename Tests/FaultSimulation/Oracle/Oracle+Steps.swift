import CivilTime
import Household
import Planning

// What every step has to keep (design, "Decisions").

extension Oracle {
    private static let grace = Duration.seconds(60)

    func checkStep(_ step: PlannerStep) {
        for key in step.annulled {
            let known = present.decisions[key]?.decision
            // By the layout of then; a later one may have it at another time. What a clock ahead gave up
            // may be due by now.
            let isEarly =
                known.map {
                    $0.decided < $0.due || $0.due > step.through || $0.decided > step.through
                } ?? false
            if known?.nudgeID != nil || !isEarly {
                breach("annulled without a verdict that can be taken back: \(key)")
            }
        }
        for decision in step.decisions {
            check(decision, in: step)
        }
        checkTellings(step)
        checkNotices(step)
        checkPauses(step)
    }

    private func check(_ decision: Decision, in step: PlannerStep) {
        let key = decision.key
        if let known = present.decisions[key], !step.annulled.contains(key) {
            breach("decided twice: \(key), \(known.decision.reason) | \(decision.reason)")
        }
        if decision.decided != step.through {
            breach("decided at another time than its step: \(key)")
        }
        let late = decision.decided - decision.due
        let isByWord =
            !(step.outcomes + step.undone).isEmpty
            && [.cancelled, .held].contains(decision.verdict)
        if late < .zero, !isByWord {
            breach("decided \(decision.verdict) before it was due: \(key), due \(decision.due)")
        }
        switch decision.verdict {
        case .fired where late >= Self.grace: breach("late without saying so: \(key)")
        case .late where late < Self.grace && key.stage != .digest:
            breach("in time and called late: \(key)")
        case .expired: checkExpired(decision)
        default: break
        }
        if (decision.nudge != nil) != [.fired, .late].contains(decision.verdict) {
            breach("a verdict that does not fit its nudge: \(key) \(decision.verdict)")
        }
        checkPrepared(decision)
        checkStart(decision)
        checkDate(decision)
        checkHold(decision, at: step.through)
        if decision.verdict != .cancelled, isAnswered(key), key.stage != .digest,
            !isAskedAfterDone(key)
        {
            breach("\(decision.verdict) although it was answered: \(key)")
        }
    }

    /// Nobody is asked for a step that is done, and only what is quieted is silent for that.
    private func checkPrepared(_ decision: Decision) {
        let key = decision.key
        if let step = decision.nudge?.step {
            let isDone = present.outcomes[key.occurrence, default: []].contains { said in
                said.outcome.step == step && said.outcome.said <= decision.decided
            }
            if isDone {
                breach("asked for \(step), which is done: \(key)")
            }
        }
        if decision.reason.hasPrefix("silent while") {
            let isQuieted =
                household?.rituals.contains { $0.quiets.contains(key.occurrence.ritual) } ?? false
            if decision.verdict != .absorbed || !isQuieted {
                breach("silent for no reason: \(key), \(decision.reason)")
            }
        }
    }

    /// What is on hold is silent, and nothing else is said to be.
    private func checkHold(_ decision: Decision, at now: Instant) {
        let (key, ritual) = (decision.key, decision.key.occurrence.ritual)
        // A notice tells of a word, and not of what is on hold.
        guard ![.digest, .notice].contains(key.stage.kind) else {
            return
        }
        switch decision.verdict {
        case .fired, .late, .coalesced:
            for instant in [decision.due, now] {
                if let hold = present.hold(of: ritual, at: instant) {
                    breach("\(decision.verdict) on hold from \(hold.from) to \(hold.end): \(key)")
                }
            }
        case .held:
            let isPutOff = present.outcomes[key.occurrence, default: []].contains {
                $0.outcome.kind.name == "snoozed"
            }
            let start = household?.ritual(ritual)?.zone.instant(of: key.occurrence.start)
            // The night that a stage waits out may be a day, and what was moved starts elsewhere.
            let begin = min(start ?? decision.due, decision.due - .seconds(86_400))
            let isHeld = present.holds.contains { hold in
                (hold.ritual ?? ritual) == ritual && hold.from <= max(now, start ?? now)
                    && hold.end > begin
            }
            if !isPutOff, !isHeld, !present.moved.contains(key.occurrence) {
                breach("held for no reason: \(key), due \(decision.due): \(decision.reason)")
            }
        default: break
        }
    }

    /// What is given up must be older than the ritual allows; told hours deferred by the night count.
    private func checkExpired(_ decision: Decision) {
        guard let ritual = household?.ritual(decision.key.occurrence.ritual),
            let allowed = ritual.lateWithin, allowed.months == 0,
            decision.key.stage.kind != .lead
        else {
            return
        }
        // An hour for a day on which the clocks change, a day for the night that is waited out.
        let length = Duration.seconds(Int64(allowed.days) * 86_400 + allowed.seconds - 3_600)
        if decision.decided + .seconds(86_400) <= decision.due + length,
            !(decision.reason.hasPrefix("would be shown") && isOverWhenShown(decision))
        {
            breach("given up too early: \(decision.key), due \(decision.due)")
        }
    }

    /// Whether the couple had answered for this partner before this step.
    func isAnswered(_ key: StageKey) -> Bool {
        let needs = household?.ritual(key.occurrence.ritual)?.needs
        let answers = present.outcomes[key.occurrence, default: []].map(\.outcome)
            .filter { [.done, .skipped].contains($0.kind) }
        // The last answer counts, with those that agree with it.
        return answers.reversed().prefix { $0.kind == answers.last?.kind }.contains { answer in
            answer.kind == .skipped || needs == .anyone
                || [nil, key.partner].contains(answer.partner)
        }
    }

    /// No stampede: what is late together is one nudge, and of one occurrence the last stage is told.
    private func checkTellings(_ step: PlannerStep) {
        let told = step.decisions.filter { $0.nudge != nil }
        // What is urgent is shown now, and what is not when the night is over: that is not at once.
        let late = told.filter { $0.verdict == .late }
        for (shown, late) in Dictionary(grouping: late, by: \.showing) where late.count > 1 {
            breach("\(late.count) late nudges at once for \(shown) at \(step.through)")
        }
        let stages = told.filter { $0.key.stage.kind != .notice }
        for (_, same) in Dictionary(grouping: stages, by: \.occurrenceAndPartner)
        where same.count > 1 {
            breach("told twice at once: \(same.map(\.key.description))")
        }
        let ids = Set(told.map(\.key.nudgeID))
        for decision in step.decisions where decision.verdict == .coalesced {
            if !ids.contains(decision.nudgeID ?? "") {
                breach("told by a nudge that is not in its step: \(decision.key)")
            }
        }
        for decision in told where decision.nudgeID != decision.key.nudgeID {
            breach("a nudge under another's name: \(decision.key)")
        }
        checkMessages(told, in: step)
    }

    /// Whether a button there has to tell who presses it, and may not.
    private func hasNamelessButtons(_ decision: Decision, on channel: String) -> Bool {
        guard let nudge = decision.nudge, !nudge.actions.isEmpty, nudge.step == nil,
            let ritual = household?.ritual(decision.key.occurrence.ritual), ritual.needs != .anyone,
            let place = household?.channels.first(where: { $0.id == channel }), place.takesAnswers
        else {
            return false
        }
        return place.show == .discreet || nudge.sensitivity == .secret
    }

    /// What a channel tells two partners in the same words at the same time is one message.
    private func checkMessages(_ told: [Decision], in step: PlannerStep) {
        let places = told.flatMap { decision in
            decision.channels
                .filter { decision.carriers[$0] == nil && !hasNamelessButtons(decision, on: $0) }
                .map { (decision, $0) }
        }
        let messages = Dictionary(grouping: places) { decision, channel in
            let stages = step.decisions.filter { $0.nudgeID == decision.nudgeID }
                .map { "\($0.key.occurrence) \($0.key.stage)" }
            return decision.wording(on: channel) + stages.sorted()
        }
        for (_, same) in messages where same.count > 1 {
            breach("one message sent \(same.count) times: \(same.map(\.0.key.description))")
        }
    }
}

extension Decision {
    fileprivate var showing: String { "\(key.partner) \(notBefore ?? decided)" }
    /// What is read on a channel, and when, with the tone and the zone, which need not show.
    fileprivate func wording(on channel: String) -> [String] {
        let words = nudge.map { nudge in
            [
                "\(nudge.occurrence)", "\(nudge.stage)", nudge.title, nudge.body,
                nudge.prompt ?? "",
                "\(nudge.due) \(nudge.late) \(nudge.expires) \(nudge.tone) \(nudge.actions)",
            ]
        }
        return [channel, "\(notBefore ?? decided)"] + (words ?? [])
    }
    fileprivate var occurrenceAndPartner: String { "\(key.occurrence) \(key.partner)" }
}
