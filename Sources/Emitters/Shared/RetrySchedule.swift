package import CivilTime

/// When to try a failed delivery again.
///
/// The waits grow; each is drawn evenly from a second up to its length ("full jitter"), so that
/// what failed together does not come back together. What the other side asked for
/// (`Retry-After`) is a wait no shorter than that. Nothing is tried after the nudge's expiry, so the
/// last wait before it may be shorter.
package struct RetrySchedule: Hashable, Sendable {
    /// The longest wait after the first failure, the second, and so on.
    package var waits: [Duration]

    /// The longest that the other side is listened to.
    package static let longestAskedFor = Duration.seconds(86_400)

    package init(
        waits: [Duration] = [
            .seconds(5), .seconds(5 * 60), .seconds(30 * 60), .seconds(2 * 3_600),
            .seconds(5 * 3_600),
        ]
    ) {
        self.waits = waits
    }

    /// Returns when to try again after `attempts` attempts of which the last failed at `now`, or
    /// `nil` where it is given up.
    package func next(
        afterAttempts attempts: Int,
        at now: Instant,
        retryAfter: Duration? = nil,
        expires: Instant,
        using generator: inout some RandomNumberGenerator
    ) -> Instant? {
        guard attempts >= 1, attempts <= waits.count else {
            return nil
        }
        let left = (expires - now).components.seconds
        let longest = max(1, min(waits[attempts - 1].components.seconds, left))
        let drawn = Duration.seconds(Int64.random(in: 1...longest, using: &generator))
        let asked = min(retryAfter ?? .zero, Self.longestAskedFor)
        let next = now + max(drawn, asked)
        return next <= expires ? next : nil
    }
}
