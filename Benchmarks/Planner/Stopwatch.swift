import Glibc

/// Processor time of this thread, so that other work on the machine counts little.
struct Stopwatch {
    private let start = Stopwatch.seconds

    /// Seconds since it was made.
    var elapsed: Double { Self.seconds - start }

    private static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
