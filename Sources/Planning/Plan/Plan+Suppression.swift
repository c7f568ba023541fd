import CivilTime
package import Household

/// What becomes of a stage that is due.
enum Ruling: Hashable, Sendable {
    /// It was decided before, or its ritual was not kept yet: it gets no verdict.
    case ignored
    case suppressed(Suppression)
    case told
}

extension Plan {
    /// What becomes of a stage whose time has come by `now`.
    func ruling(on stage: DueStage, at now: Instant) -> Ruling {
        if settled.contains(stage.key) || asksBeforeKeeping(stage) {
            return .ignored
        }
        guard let suppression = suppression(of: stage, at: now) else {
            return .told
        }
        // Only a clock that was set far back and then right comes upon a stage that was due before its
        // ritual was ever kept. What is too late to be told gets no verdict then: nobody had asked for it.
        let wasKept = kept[stage.ritual.id].map { stage.due > $0 } ?? true
        return suppression.verdict == .expired && !wasKept ? .ignored : .suppressed(suppression)
    }

    /// Why a stage that is decided at `now` is not told, or `nil` where it is.
    func suppression(of stage: DueStage, at now: Instant) -> Suppression? {
        let key = stage.occurrence.key
        let zone = stage.partner.zone
        if let closing = closing(of: stage) {
            let word = closing.kind.name + (closing.partner.map { ", said \($0)" } ?? "")
            let isOther = closing.occurrence != key
            let reason = word + (isOther ? ", of \(closing.occurrence)" : "")
            return Suppression(verdict: .cancelled, reason: reason)
        }
        if let absorber = absorber(of: stage.occurrence, stage.ritual) {
            return Suppression(verdict: .absorbed, reason: absorber.reason)
        }
        if let hold = hold(of: stage, at: now) {
            return Suppression(verdict: .held, reason: hold.reason(in: zone))
        }
        if let rest = rest(of: stage) {
            return Suppression(verdict: .held, reason: rest.reason)
        }
        if let until = outcomes[key].silence(for: stage.partner.id, at: stage.due) {
            let reason = "snoozed until \(zone.local(at: until).short)"
            return Suppression(verdict: .held, reason: reason)
        }
        // What is told late because the config has changed may ask for what is done by now.
        let isDone = stage.step.preparing.asks.map { outcomes[key].stepsDone[$0] != nil } ?? false
        if let moot = stage.step.preparing.moot ?? (isDone ? "its step is done" : nil) {
            return Suppression(verdict: .cancelled, reason: moot)
        }
        return stage.reasonExpired(at: now).map { Suppression(verdict: .expired, reason: $0) }
    }

    /// The hold that keeps a stage silent at `now`, or `nil`.
    ///
    /// A stage whose turn comes during a hold is silent, and so is all of an occurrence that starts
    /// in one, so that nothing is told after it. A *later* goes by its own time.
    func hold(of stage: DueStage, at now: Instant) -> Hold? {
        let (step, ritual) = (stage.step, stage.ritual.id)
        if case .snooze = step.stage {
            return holds.hold(of: ritual, at: step.due, now)
        }
        return holds.hold(of: ritual, at: step.nominal, step.due, now, stage.occurrence.start)
    }

    /// The hold that an occurrence falls into by its start, or `nil`: it is neither kept nor missed.
    package func hold(over key: OccurrenceKey) -> Hold? {
        located(key).flatMap { holds.hold(of: key.ritual, at: $0.occurrence.start) }
    }

    /// The verdicts on an occurrence that spans of a long absence stand for: on each stage that was due in
    /// one of them and has no verdict of its own.
    ///
    /// - Parameters:
    ///   - key: the occurrence.
    ///   - spans: what long absences let pass, as the ledger has it.
    ///   - decided: the stages that have a verdict of their own.
    /// - Returns: the verdicts, in the order in which the stages were due.
    package func expired(
        of key: OccurrenceKey,
        in spans: [ExpiredSpan],
        decided: Set<StageKey>
    ) -> [Decision] {
        let spans = spans.filter { $0.ritual == key.ritual }
        guard !spans.isEmpty else {
            return []
        }
        return laidOut(key).compactMap { stage in
            guard !decided.contains(stage.key),
                let span = spans.first(where: { $0.covers(stage.due) })
            else {
                return nil
            }
            let late = Phrase.length(span.decided - stage.due)
            let why =
                hold(of: stage, at: stage.due).map { hold in
                    Suppression(verdict: .held, reason: hold.reason(in: stage.partner.zone))
                } ?? rest(of: stage).map { rest in
                    Suppression(verdict: .held, reason: rest.reason)
                } ?? Suppression(verdict: .expired, reason: "\(late) late, after a long absence")
            return stage.silent(why, at: span.decided)
        }
    }
}

extension Hold {
    /// `on hold until 2026-03-14T00:00`, by a partner's clock.
    ///
    /// The couple's own reason stays with the hold: decisions are logged.
    fileprivate func reason(in zone: Zone) -> String {
        "on hold until \(zone.local(at: end).short)"
    }
}
