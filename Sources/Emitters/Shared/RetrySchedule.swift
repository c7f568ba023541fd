import CCurl
package import CivilTime

/// Computes when to try a failed delivery again.
///
/// The waits grow; each is drawn evenly from one second up to its maximum ("full jitter"), so that
/// deliveries that failed together are not retried together. No wait is shorter than the other side
/// asked for (`Retry-After`). There is no attempt after the nudge's expiry, so the last wait may be
/// shorter.
package struct RetrySchedule: Hashable, Sendable {
    /// The longest wait after the first failure, the second, and so on.
    package var waits: [Duration]

    /// The longest wait that the other side can ask for.
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
    /// `nil` where the delivery is given up.
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

/// The value of the header `Retry-After` (RFC 9110 section 10.2.3): seconds or an HTTP date.
///
/// `CURLINFO_RETRY_AFTER` would compare a date with this machine's clock, and read `12 monkeys` as
/// 12.
package enum RetryAfter {
    /// Returns the wait that `text` asks for at `now`, at most 24 hours, or `nil` where `text` is
    /// not valid.
    ///
    /// A date is by the server's clock, so `now` should be the time in the reply's `Date` header.
    package static func read(_ text: String, at now: Instant) -> Duration? {
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let wait = isNumber ? .seconds(Int64(text) ?? .max) : date(text).map { $0 - now }
        return wait.map { min(max($0, .zero), RetrySchedule.longestAskedFor) }
    }

    /// Reads an HTTP date in any of its forms, such as `Sun, 06 Nov 1994 08:49:37 GMT`
    /// (RFC 9110 section 5.6.7).
    static func date(_ text: String) -> Instant? {
        let seconds = ccurl_date(text)
        return seconds < 0 ? nil : Instant(secondsSinceEpoch: seconds)
    }
}

extension Duration {
    /// A wait that a service asked for: whole seconds, rounded up, at most 24 hours.
    static func waiting(seconds: Double) -> Duration {
        let longest = RetrySchedule.longestAskedFor
        guard seconds < Double(longest.components.seconds) else {
            return longest
        }
        return seconds > 0 ? .seconds(seconds.rounded(.up)) : .zero
    }

    /// The length in whole milliseconds, rounded down and clamped to `Int64`.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        guard !overflow else {
            return seconds < 0 ? .min : .max
        }
        return whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000).partialValue
    }
}
