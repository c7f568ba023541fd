import CivilTime
import Testing

// What the examples in the documentation take as given.

/// The zone America/New_York, as of tzdb 2026f.
let newYork = (try? Expansion.zone("America/New_York")) ?? .utc

/// Noon of 2026-01-05 in UTC, a Monday.
let now = Instant(secondsSinceEpoch: 1_767_614_400)
