package import CivilTime

/// The value of the header `Retry-After` (RFC 9110 section 10.2.3): seconds or an HTTP date.
package enum RetryAfter {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Returns the wait that `text` asks for at `now`, at most 24 hours, or `nil` where it asks for
    /// none that can be read.
    ///
    /// A date is one of the server's clock: `now` is what that showed where it is known (`Date`).
    /// Of the three forms of a date, the two that a server has not been allowed to send since 1997
    /// are not read.
    package static func read(_ text: String, at now: Instant) -> Duration? {
        let wait: Duration
        if let seconds = Int64(text), text.allSatisfy(\.isNumber) {
            wait = .seconds(seconds)
        } else if let date = date(text) {
            wait = date - now
        } else {
            return nil
        }
        return min(max(wait, .zero), RetrySchedule.longestAskedFor)
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
    static func date(_ text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
            let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3]), let time = try? ClockTime(parsing: parts[4]),
            let date = try? CivilDate(year: year, month: month + 1, day: day)
        else {
            return nil
        }
        return Instant(secondsSinceEpoch: CivilDateTime(date, time).localSeconds)
    }
}
