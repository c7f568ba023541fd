import ControlAPI

/// Limits the size of one answer, and lets other work run while the answer is made.
enum LongAnswer {
    /// The most rows in an array of an answer.
    static let mostRows = UpcomingQuery.counts.upperBound
    /// The number of steps after which an answer yields its thread.
    static let turn = 256

    /// Yields the thread after each `turn` steps, and throws if the answer was cancelled.
    static func pause(after step: Int) async throws {
        if step.isMultiple(of: turn) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
