import CivilTime
import Household

/// How late a nudge may still be told.
///
/// Where a ritual names no `late_within`, it is half the ritual's period but at most seven days; for
/// a ritual that comes daily or oftener, until the partner's quiet hours begin (half the period
/// where there are none); and three days for what happens once.
enum Lateness {
    /// A nudge told within this time of its due instant is in time.
    static let grace = Duration.seconds(60)
    static let longest = Duration.seconds(7 * 86_400)
    static let once = Duration.seconds(3 * 86_400)
    /// A period up to this long is "daily": the longest day of a zone that changes its offset.
    static let daily = Duration.seconds(36 * 3_600)

    /// When what a start is for is over: what quiet hours keep back until after that is not told.
    ///
    /// What has no length lasts for `late_within`, or by default as long as a nudge may be late; what
    /// comes daily or oftener lasts until the next one, and no longer than its day by the partner's clock.
    static func end(
        of occurrence: OpenOccurrence,
        ritual: Ritual,
        partner: Partner
    ) -> Instant {
        let start = occurrence.start
        guard ritual.duration.isZero else {
            return occurrence.end
        }
        if let lateWithin = ritual.lateWithin {
            return partner.zone.instant(lateWithin, after: start)
        }
        guard let period = occurrence.period else {
            return start + once
        }
        guard period <= daily else {
            return start + min(period / 2, longest)
        }
        let tomorrow = partner.zone.local(at: start).date.adding(days: 1)
        return min(start + period, partner.zone.instant(of: CivilDateTime(tomorrow, .midnight)))
    }

    /// The instant from which a nudge due at `due` is too late.
    static func expiry(
        of due: Instant,
        ritual: Ritual,
        period: Duration?,
        partner: Partner
    ) -> Instant {
        if let lateWithin = ritual.lateWithin {
            return partner.zone.instant(lateWithin, after: due)
        }
        guard let period else {
            return due + once
        }
        if period <= daily, let quiet = partner.quietHours, !ritual.isUrgent {
            return quiet.begin(after: due, in: partner.zone)
        }
        return due + min(period / 2, longest)
    }
}
