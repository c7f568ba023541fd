import Glibc

/// Medians of processor time, so that other work on the machine counts as little as can be.
enum Stopwatch {
    /// Returns the median of the rounds, in nanoseconds for one of `times`.
    static func median(rounds: Int, times: Int, _ body: () -> Void) -> Double {
        if rounds > 1 { body() }
        let measured = (0..<rounds).map { _ in
            let begin = processorTime()
            body()
            return processorTime() - begin
        }.sorted()
        return measured[rounds / 2] / Double(times)
    }

    /// The time that the thread has had on a processor, in nanoseconds.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    /// Keeps the compiler from leaving out what makes a value.
    @inline(never)
    static func keep<T>(_ value: T) {
        withExtendedLifetime(value) {}
    }
}
