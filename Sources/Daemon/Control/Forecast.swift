import CivilTime
import Rituals

/// What a planner will decide if nobody says anything: a copy of it, on a virtual clock.
struct Forecast {
    let decisions: [Decision]
    /// Everything before this instant is known.
    let reached: Instant

    /// So many decisions are enough for one answer; a planner that has more to decide is left there.
    static let limit = 10_000
    /// After so many, whatever else waits for a thread has its turn: the timer does not wait.
    private static let turn = 256

    /// Runs a copy of `planner` up to, not including, `end`, or until `limit` decisions are made.
    init(_ planner: Planner, until end: Instant, limit: Int = Self.limit) async {
        var decisions: [Decision] = []
        var reached = end
        for decision in Simulation(continuing: planner, until: end) {
            guard decisions.count < limit else {
                // What is decided at the same moment as the last one may not be whole.
                reached = min(end, decision.decided)
                break
            }
            decisions.append(decision)
            if decisions.count.isMultiple(of: Self.turn) {
                await Task.yield()
            }
        }
        self.decisions = decisions
        self.reached = reached
    }
}
