package import CivilTime
package import Household
package import Planning

/// `GET /v1/why`: what was decided about the occurrences of a ritual on a date, and why.
package struct WhyMessage: Hashable, Sendable, Codable {
    package var ritual: String
    package var title: String
    /// The local date that was asked about.
    package var date: CivilDate
    /// The zone in which the ritual is kept, by its name.
    package var zone: String
    /// What it waits for before it begins; `null` where it waits for nothing.
    package var waits: WaitingMessage?
    package var occurrences: [Occurrence]

    package init(
        ritual: String,
        title: String,
        date: CivilDate,
        zone: String,
        waits: WaitingMessage? = nil,
        occurrences: [Occurrence]
    ) {
        self.ritual = ritual
        self.title = title
        self.date = date
        self.zone = zone
        self.waits = waits
        self.occurrences = occurrences
    }

    /// One occurrence with its decisions, outcomes and deliveries, each list in the order of time.
    package struct Occurrence: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey {
            case occurrence, start, end, state, prompt, last, sensitivity
            case keptSince = "kept_since"
            case steps, absorber, decisions, outcomes, deliveries, ahead, passed
        }

        package var occurrence: OccurrenceKey
        package var start: ExtendedTime
        package var end: ExtendedTime
        /// `null` where the ritual is no longer kept, or was not kept yet.
        package var state: OccurrenceState?
        /// What to talk about; `null` where nothing is proposed.
        package var prompt: String?
        /// The note of last time, where the ritual remembers and one was left; else `null`.
        package var last: LastNote?
        /// What of it may be shown where others look.
        package var sensitivity = Sensitivity.public
        /// Since when the ritual is kept, where the occurrence was over by then; else `null`.
        package var keptSince: Instant?
        /// What is to be prepared, in the order in which it is asked for.
        package var steps: [StepMessage] = []
        /// What takes its place or has it silent; `null` where nothing does.
        package var absorber: AbsorberMessage?
        package var decisions: [Decided] = []
        package var outcomes: [Said] = []
        package var deliveries: [DeliveryMessage] = []
        /// The stages that are still to be decided.
        package var ahead: [Ahead] = []
        /// The stages that were never decided, though their time has passed.
        package var passed: [Passed] = []
    }

    /// One decision about one stage for one partner.
    package struct Decided: Hashable, Sendable, Codable {
        package var stage: Stage
        package var partner: String
        package var due: Instant
        /// When it was decided.
        package var at: Instant
        package var decision: Verdict
        package var reason: String
        /// The id of the nudge that was made for the decision or merged with it; `null` where there
        /// is none.
        package var nudge: String?
        package var channels: [String] = []
    }

    /// A stage that is still to come.
    package struct Ahead: Hashable, Sendable, Codable {
        package var stage: Stage
        package var partner: String
        package var due: Instant
        /// What will be decided if nobody says anything; `null` where it lies too far ahead to say.
        package var decision: Verdict?
        package var reason: String?
        /// The channels on which the nudge will be delivered.
        package var channels: [String] = []
    }

    /// A stage whose time has passed without a decision.
    package struct Passed: Hashable, Sendable, Codable {
        package var stage: Stage
        package var partner: String
        package var due: Instant
        /// Why there is no decision.
        package var reason: String
    }
}

extension WhyMessage.Occurrence {
    /// Makes an occurrence of which only the time is known yet.
    package init(_ key: OccurrenceKey, start: ZonedTime, end: ZonedTime) {
        occurrence = key
        self.start = ExtendedTime(start)
        self.end = ExtendedTime(end)
    }
}

extension WhyMessage.Decided {
    package init(_ decision: Decision, channels: [String]) {
        self.init(
            stage: decision.key.stage,
            partner: decision.key.partner,
            due: decision.due,
            at: decision.decided,
            decision: decision.verdict,
            reason: decision.reason,
            nudge: decision.nudgeID,
            channels: channels
        )
    }
}

extension WhyMessage.Ahead {
    /// A stage, and what a forecast makes of it.
    package init(_ stage: StageAhead, _ planned: Decision?) {
        self.init(
            stage: stage.key.stage,
            partner: stage.key.partner,
            due: stage.due,
            decision: planned?.verdict,
            reason: planned?.reason,
            channels: planned?.channels ?? []
        )
    }
}

extension WhyMessage.Passed {
    package init(_ stage: StageAhead, reason: String) {
        self.init(
            stage: stage.key.stage,
            partner: stage.key.partner,
            due: stage.due,
            reason: reason
        )
    }
}

/// One decision: a line of `ritualctl simulate`.
package struct DecisionMessage: Hashable, Sendable, Codable {
    /// When it was decided.
    package var at: Instant
    package var ritual: String
    package var occurrence: OccurrenceKey
    package var stage: Stage
    package var partner: String
    package var decision: Verdict
    package var reason: String
    /// The id of the nudge that was made for the decision or merged with it; `null` where there is
    /// none.
    package var nudge: String?
    package var title: String?
    package var body: String?

    package init(_ decision: Decision) {
        at = decision.decided
        ritual = decision.key.occurrence.ritual
        occurrence = decision.key.occurrence
        stage = decision.key.stage
        partner = decision.key.partner
        self.decision = decision.verdict
        reason = decision.reason
        nudge = decision.nudgeID
        title = decision.nudge?.title
        body = decision.nudge?.body
    }
}
