extension StatusMessage {
    /// One channel, with how its deliveries fare.
    package struct Channel: Hashable, Sendable, Codable {
        private enum CodingKeys: String, CodingKey {
            case id, type, state, detail, breaker, failures
            case lastSuccess = "last_success"
            case lastFailure = "last_failure"
            case restsUntil = "rests_until"
            case disabledSince = "disabled_since"
        }

        package var id: String
        package var type: String
        /// What its last delivery since the daemon started came to: `delivered`, `pending` (to be
        /// tried again), `dead`, or `test-failed` where it was a test; `null` where there was none yet.
        package var state: String?
        /// What its last attempt came to, such as `HTTP 503`.
        package var detail: String?
        /// `closed` where attempts are made when they are due, `open` while it rests after failures,
        /// `half-open` where the next attempt shows whether it has recovered.
        package var breaker: String
        /// How many attempts have failed in a row.
        package var failures: Int
        package var lastSuccess: String?
        package var lastFailure: String?
        /// Until when no attempt is made, where it rests.
        package var restsUntil: String?
        /// Since when it is switched off, because the other side wants nothing more.
        package var disabledSince: String?

        package init(
            id: String,
            type: String,
            state: String? = nil,
            detail: String? = nil,
            breaker: String = "closed",
            failures: Int = 0,
            lastSuccess: String? = nil,
            lastFailure: String? = nil,
            restsUntil: String? = nil,
            disabledSince: String? = nil
        ) {
            self.id = id
            self.type = type
            self.state = state
            self.detail = detail
            self.breaker = breaker
            self.failures = failures
            self.lastSuccess = lastSuccess
            self.lastFailure = lastFailure
            self.restsUntil = restsUntil
            self.disabledSince = disabledSince
        }
    }
}
