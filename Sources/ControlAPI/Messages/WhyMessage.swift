/// `GET /v1/why`: what was decided about the occurrences of a ritual on a date, and why.
package struct WhyMessage: Hashable, Sendable, Codable {
    package var ritual: String
    package var title: String
    /// The local date that was asked about.
    package var date: String
    /// The zone in which the ritual is kept, by its name.
    package var zone: String
    package var occurrences: [Occurrence]

    package init(
        ritual: String,
        title: String,
        date: String,
        zone: String,
        occurrences: [Occurrence]
    ) {
        self.ritual = ritual
        self.title = title
        self.date = date
        self.zone = zone
        self.occurrences = occurrences
    }

    /// One occurrence with its whole story, each list in the order it happened.
    package struct Occurrence: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey {
            case occurrence, start, end, state
            case keptSince = "kept_since"
            case decisions, outcomes, deliveries, ahead, passed
        }

        package var occurrence: String
        package var start: String
        package var end: String
        /// `null` where the ritual is no longer kept, or was not kept yet.
        package var state: OccurrenceState?
        /// Since when the ritual is kept, where the occurrence was over by then; else `null`.
        package var keptSince: String?
        package var decisions: [Decided]
        package var outcomes: [Said]
        package var deliveries: [DeliveryMessage]
        /// The stages that are still to be decided.
        package var ahead: [Ahead]
        /// The stages that were never decided, though their time has passed.
        package var passed: [Passed]

        package init(
            occurrence: String,
            start: String,
            end: String,
            state: OccurrenceState?,
            keptSince: String? = nil,
            decisions: [Decided] = [],
            outcomes: [Said] = [],
            deliveries: [DeliveryMessage] = [],
            ahead: [Ahead] = [],
            passed: [Passed] = []
        ) {
            self.occurrence = occurrence
            self.start = start
            self.end = end
            self.state = state
            self.keptSince = keptSince
            self.decisions = decisions
            self.outcomes = outcomes
            self.deliveries = deliveries
            self.ahead = ahead
            self.passed = passed
        }
    }
}

extension WhyMessage {
    /// One decision about one stage for one partner.
    package struct Decided: Hashable, Sendable, Codable {
        package var stage: String
        package var partner: String
        package var due: String
        /// When it was decided.
        package var at: String
        package var decision: String
        package var reason: String
        package var nudge: String?
        package var channels: [String]

        package init(
            stage: String,
            partner: String,
            due: String,
            at: String,
            decision: String,
            reason: String,
            nudge: String? = nil,
            channels: [String] = []
        ) {
            self.stage = stage
            self.partner = partner
            self.due = due
            self.at = at
            self.decision = decision
            self.reason = reason
            self.nudge = nudge
            self.channels = channels
        }
    }

    /// Something the couple said.
    package struct Said: Hashable, Sendable, Codable {
        /// `done`, `skipped`, `moved` or `snoozed`.
        package var outcome: String
        /// Who said it; `null` where it was said for both.
        package var partner: String?
        package var note: String?
        package var at: String
        /// The local time moved to, or the instant snoozed to; else `null`.
        package var to: String?
        /// When it was taken back; `null` while it stands.
        package var undone: String?

        package init(
            outcome: String,
            partner: String? = nil,
            note: String? = nil,
            at: String,
            to: String? = nil,
            undone: String? = nil
        ) {
            self.undone = undone
            self.outcome = outcome
            self.partner = partner
            self.note = note
            self.at = at
            self.to = to
        }
    }

    /// A stage that is still to come.
    package struct Ahead: Hashable, Sendable, Codable {
        package var stage: String
        package var partner: String
        package var due: String
        /// What will be decided if nobody says anything, such as `fired` or `absorbed`; `null` where
        /// it lies too far ahead to say.
        package var decision: String?
        package var reason: String?
        /// The channels that it will go out by.
        package var channels: [String]

        package init(
            stage: String,
            partner: String,
            due: String,
            decision: String? = nil,
            reason: String? = nil,
            channels: [String] = []
        ) {
            self.stage = stage
            self.partner = partner
            self.due = due
            self.decision = decision
            self.reason = reason
            self.channels = channels
        }
    }

    /// A stage whose time has passed without a decision.
    package struct Passed: Hashable, Sendable, Codable {
        package var stage: String
        package var partner: String
        package var due: String
        /// Why there is none.
        package var reason: String

        package init(stage: String, partner: String, due: String, reason: String) {
            self.stage = stage
            self.partner = partner
            self.due = due
            self.reason = reason
        }
    }
}
