package import CivilTime
import Delivery
package import Household
package import Planning

/// `POST /v1/done`, `/v1/skip`, `/v1/snooze` and `/v1/move`: an outcome of an occurrence.
package struct OutcomeRequest: Hashable, Sendable, Codable {
    package var ritual: String
    /// The scheduled local start, or a date on which there is one; `nil` for the one that is most likely
    /// meant, which the answer names.
    package var occurrence: DateOrTime?
    /// Who is speaking; `nil` for the partner who sits at the daemon's machine.
    package var partner: String?
    /// Whether it is said for all partners.
    package var both: Bool?
    package var note: String?
    /// For `snooze` how long from now, for `move` how much later than it stands.
    package var `for`: Span?
    /// For `move` the new start, for `snooze` until when; a date keeps the occurrence's clock time.
    package var to: TimePoint?
    /// For `done`: the step of what is to be prepared that it is said of, by its name.
    package var step: String?
    /// Whether it is only to be found out what would be taken, and nothing is said yet.
    package var preview: Bool?

    package init(
        ritual: String,
        occurrence: DateOrTime? = nil,
        partner: String? = nil,
        both: Bool? = nil,
        note: String? = nil,
        for length: Span? = nil,
        to: TimePoint? = nil,
        step: String? = nil,
        preview: Bool? = nil
    ) {
        self.ritual = ritual
        self.occurrence = occurrence
        self.partner = partner
        self.both = both
        self.note = note
        self.for = length
        self.to = to
        self.step = step
        self.preview = preview
    }
}

/// The kind of an outcome.
package enum OutcomeWord: String, Hashable, Sendable, Codable, CaseIterable {
    case done, skipped, moved, snoozed
    /// A step of what is to be prepared is done.
    case step
    /// A signal began it.
    case begun
    /// A pause was called.
    case paused

    init(_ kind: Outcome.Kind) {
        self =
            switch kind {
            case .done: .done
            case .step: .step
            case .skipped: .skipped
            case .moved: .moved
            case .snoozed: .snoozed
            case .begun: .begun
            case .paused: .paused
            }
    }
}

extension MovedOrSnoozed {
    fileprivate init?(_ kind: Outcome.Kind) {
        switch kind {
        case .moved(let local): self = .moved(local)
        case .snoozed(let until), .paused(let until): self = .snoozed(until)
        case .done, .step, .skipped, .begun: return nil
        }
    }
}

/// The answer to an `OutcomeRequest`: the outcome and the state of its occurrence.
package struct OutcomeMessage: Hashable, Sendable, Codable {
    package var outcome: OutcomeWord
    package var ritual: String
    package var title: String
    package var occurrence: OccurrenceKey
    package var start: ExtendedTime
    package var state: OccurrenceState
    /// Who said it; `null` where it was said for all partners.
    package var partner: String?
    package var note: String?
    /// The partners who have yet to say that it was done, where the ritual needs several.
    package var waiting: [String] = []
    /// The local time moved to, or the instant snoozed to; else `null`.
    package var to: MovedOrSnoozed?
    /// When the occurrence would have begun without this move; else `null`.
    package var from: ExtendedTime?
    /// The step that is done; else `null`.
    package var step: String?
    /// What is to be prepared, in the order in which it is asked for.
    package var steps: [StepMessage] = []
    /// Earlier occurrences, overdue and still open, that the same word closes.
    package var closed: [OccurrenceKey] = []
    /// Whether the same outcome was said before, so that nothing changed.
    package var unchanged = false
}

extension OutcomeMessage {
    /// Makes the answer about an outcome.
    ///
    /// - Parameters:
    ///   - outcome: the outcome that was said.
    ///   - step: the planner's step for it.
    ///   - plan: the plan after the step.
    ///   - before: when the occurrence began in the plan before the step.
    ///   - now: when the outcome was said.
    package init(
        _ outcome: Outcome,
        _ step: PlannerStep,
        _ plan: Plan,
        from before: ZonedTime?,
        at now: Instant
    ) {
        let key = outcome.occurrence
        let shown = plan.shown(key)
        let isUnchanged = step.outcomes.isEmpty && step.noted.isEmpty
        self.init(
            outcome: OutcomeWord(outcome.kind),
            ritual: key.ritual,
            title: shown?.title ?? key.ritual,
            occurrence: key,
            start: ExtendedTime(shown?.start ?? plan.household.scheduledStart(of: key)),
            state: OccurrenceState(of: OccurrenceRecord(key: key), plan, at: now),
            partner: outcome.partner,
            note: outcome.note,
            waiting: plan.doneInPart(key)?.waiting ?? [],
            to: MovedOrSnoozed(outcome.kind),
            from: isUnchanged ? nil : MovedOrSnoozed(outcome.kind)?.origin(before),
            step: outcome.step,
            steps: StepMessage.all(of: key, plan),
            closed: Set(step.withdrawals.map(\.occurrence)).subtracting([key]).sorted(),
            unchanged: isUnchanged
        )
    }
}

extension Household {
    /// The scheduled start of an occurrence in the household's zone, for an occurrence that no plan
    /// has.
    package func scheduledStart(of key: OccurrenceKey) -> ZonedTime {
        ZonedTime(instant: zone.instant(of: key.start), zone: zone)
    }
}

/// `POST /v1/undo`: the last outcome, hold or release is taken back.
package struct UndoRequest: Hashable, Sendable, Codable {
    /// The ritual's id; `nil` for any ritual, and for everything.
    package var ritual: String?
    /// The scheduled local start, or its date; `nil` for the occurrence that was spoken of last.
    package var occurrence: DateOrTime?
    /// The only partner whose words count; `nil` for any.
    package var partner: String?

    package init(ritual: String? = nil, occurrence: DateOrTime? = nil, partner: String? = nil) {
        self.ritual = ritual
        self.occurrence = occurrence
        self.partner = partner
    }
}

/// The kind of what was taken back.
package enum UndoneWord: String, Hashable, Sendable, Codable, CaseIterable {
    case done, step, skipped, moved, snoozed, paused, hold, release, moment, favourite, never
}

/// The answer of `POST /v1/undo`: what was taken back, and the state without it.
package struct UndoMessage: Hashable, Sendable, Codable {
    package var undone: UndoneWord
    /// The ritual's id; `null` for a hold of everything.
    ///
    /// For every hold and release `occurrence`, `start` and `state` are `null`.
    package var ritual: String?
    package var title: String?
    package var occurrence: OccurrenceKey?
    package var start: ExtendedTime?
    package var state: OccurrenceState?
    /// The hold that was taken back, or that applies again because its release was; else `null`.
    package var hold: HoldMessage?
    /// Who had said it; `null` where it was said for all partners.
    package var partner: String?
    /// What was written with it; of a good moment its words.
    package var note: String?
    /// The prompt that was a favourite, or never to come again; else `null`.
    package var prompt: String?
    /// The deck of that prompt.
    package var deck: String?
    /// When it was said.
    package var said: Instant
    /// The step that was said to be done; else `null`.
    package var step: String?
}

extension UndoMessage {
    /// Makes the answer about an outcome that was taken back.
    ///
    /// - Parameters:
    ///   - word: the outcome that was taken back.
    ///   - decisions: the decisions about its occurrence.
    ///   - plan: the plan without the outcome.
    ///   - now: when the outcome was taken back.
    package init(_ word: Outcome, _ decisions: [Decision], _ plan: Plan, at now: Instant) {
        let key = word.occurrence
        let start = plan.shown(key)?.start ?? plan.household.scheduledStart(of: key)
        let undone: UndoneWord =
            switch word.kind {
            case .done, .begun: .done
            case .step: .step
            case .skipped: .skipped
            case .moved: .moved
            case .snoozed: .snoozed
            case .paused: .paused
            }
        self.init(
            undone: undone,
            ritual: key.ritual,
            title: plan.title(of: key),
            occurrence: key,
            start: ExtendedTime(start),
            state: OccurrenceState(
                of: OccurrenceRecord(key: key, decisions: decisions),
                plan,
                at: now
            ),
            partner: word.partner,
            note: word.note,
            said: word.said,
            step: word.step
        )
    }

    /// Makes the answer about a hold that was taken back or, where it was released, about its
    /// release.
    package init(_ hold: Hold, _ plan: Plan) {
        self.init(
            undone: hold.released == nil ? .hold : .release,
            ritual: hold.ritual,
            title: hold.ritual.map(plan.title(of:)),
            hold: HoldMessage(hold, plan),
            partner: hold.partner,
            note: hold.reason,
            said: hold.released ?? hold.from
        )
    }
}

extension UndoMessage {
    /// A good moment that was taken out of the jar.
    package init(_ moment: Moment) {
        self.init(
            undone: .moment,
            partner: moment.partner,
            note: moment.words,
            said: moment.said
        )
    }

    /// What was said of a prompt.
    package init(_ mark: PromptMark) {
        self.init(
            undone: mark.kind == .never ? .never : .favourite,
            partner: mark.partner,
            prompt: mark.prompt,
            deck: mark.deck,
            said: mark.said
        )
    }
}

extension WhyMessage {
    /// An outcome that a partner said.
    package struct Said: Hashable, Sendable, Codable {
        package var outcome: OutcomeWord
        /// Who said it; `null` where it was said for all partners.
        package var partner: String?
        package var note: String?
        package var at: Instant
        /// The local time moved to, or the instant snoozed to; else `null`.
        package var to: MovedOrSnoozed?
        /// The step that is done; else `null`.
        package var step: String?
        /// When it was taken back; `null` while it stands.
        package var undone: Instant?
    }
}

extension WhyMessage.Said {
    package init(_ outcome: Outcome) {
        self.init(
            outcome: OutcomeWord(outcome.kind),
            partner: outcome.partner,
            note: outcome.note,
            at: outcome.said,
            to: MovedOrSnoozed(outcome.kind),
            step: outcome.step,
            undone: outcome.undone
        )
    }
}
