import CCurl
package import CivilTime

/// The value of the header `Retry-After` (RFC 9110 section 10.2.3): seconds or an HTTP date.
///
/// `CURLINFO_RETRY_AFTER` would reckon a date by this machine's clock, and take `12 monkeys` for 12.
package enum RetryAfter {
    /// Returns the wait that `text` asks for at `now`, at most 24 hours, or `nil` where it asks for
    /// none that can be read.
    ///
    /// A date is one of the server's clock: `now` is what that showed where it is known (`Date`).
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
