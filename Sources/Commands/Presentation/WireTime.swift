import CivilTime

/// A time as the daemon writes it: RFC 9557, `2026-01-09T19:00:00-07:00[America/Denver]`.
///
/// What a person is shown is read off the text itself, so the same words come out on a machine
/// whose zone rules differ from the daemon's.
struct WireTime: Hashable {
    var local: CivilDateTime
    var instant: Instant
    /// The name in brackets, or `nil` where the text has none.
    var zone: String?

    /// Reads a time; `nil` where the text is not one.
    init?(_ text: String) {
        guard let time = try? ExtendedTime(parsing: text) else {
            return nil
        }
        local = time.local
        instant = time.instant
        zone = time.zone
    }

    /// How far this clock stands ahead of UTC.
    var offsetSeconds: Int64 { local.localSeconds - instant.secondsSinceEpoch }
}
