import CivilTime
import Planning

/// What a planner will decide if nobody says anything: a copy of it, on a virtual clock.
struct Forecast {
    let decisions: [Decision]
    /// Everything before this instant is known.
    let reached: Instant

    /// So many decisions are enough for one answer; a planner that has more to decide is left there.
    static let limit = 10_000
    /// Runs a copy of `planner` up to, not including, `end`, or until `limit` decisions are made.
    ///
    /// - Throws: `CancellationError` where nobody waits for it any more.
    init(_ planner: Planner, until end: Instant, limit: Int = Self.limit) async throws {
        var decisions: [Decision] = []
        var reached = end
        for decision in Simulation(continuing: planner, until: end) {
            guard decisions.count < limit else {
                // What is decided at the same moment as the last one may not be whole.
                reached = min(end, decision.decided)
                break
            }
            decisions.append(decision)
            try await LongAnswer.pause(after: decisions.count)
        }
        self.decisions = decisions
        self.reached = reached
    }
}
