/// One decision: a line of `ritualctl simulate`, and a `decision` event of `/v1/events`.
package struct DecisionMessage: Hashable, Sendable, Codable {
    /// When it was decided.
    package var at: String
    package var ritual: String
    package var occurrence: String
    package var stage: String
    package var partner: String
    /// `fired`, `late`, `coalesced`, `absorbed`, `held`, `expired` or `cancelled`.
    package var decision: String
    package var reason: String
    /// The id of the nudge that tells it, or `null` where nothing is told.
    package var nudge: String?
    package var title: String?
    package var body: String?

    package init(
        at: String,
        ritual: String,
        occurrence: String,
        stage: String,
        partner: String,
        decision: String,
        reason: String,
        nudge: String? = nil,
        title: String? = nil,
        body: String? = nil
    ) {
        self.at = at
        self.ritual = ritual
        self.occurrence = occurrence
        self.stage = stage
        self.partner = partner
        self.decision = decision
        self.reason = reason
        self.nudge = nudge
        self.title = title
        self.body = body
    }
}
