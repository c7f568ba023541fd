import CivilTime
import Planning

/// The decisions that a planner will make if nobody says anything, made by a copy on a virtual
/// clock.
struct Forecast {
    let decisions: [Decision]
    /// The instant before which all decisions are known.
    let reached: Instant

    /// The most decisions of a forecast, which ends there.
    static let limit = 10_000

    /// Runs a copy of `planner` up to, not including, `end`, or until `limit` decisions are made.
    ///
    /// - Throws: `CancellationError` where the request was cancelled.
    init(_ planner: Planner, until end: Instant, limit: Int = Self.limit) async throws {
        var decisions: [Decision] = []
        var reached = end
        for decision in Simulation(continuing: planner, until: end) {
            guard decisions.count < limit else {
                // Other decisions of the same instant may be missing.
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
