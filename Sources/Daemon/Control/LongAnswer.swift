import ControlAPI

/// How much one answer works out, and how it leaves room for others meanwhile.
enum LongAnswer {
    /// No array of an answer has more rows.
    static let mostRows = UpcomingQuery.counts.upperBound
    /// After so many steps of one answer whatever else waits for its thread has its turn.
    static let turn = 256

    /// Lets others have the thread after each `turn` of steps, and ends an answer that was cancelled.
    static func pause(after step: Int) async throws {
        if step.isMultiple(of: turn) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
