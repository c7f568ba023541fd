import CivilTime
import Household

/// When everyone comes back from a pause: 24 to 48 hours after it was called, on a whole minute.
///
/// It is the first minute from the wished one on that lies outside everyone's quiet hours, each by their own clock;
/// where none is left, the last such minute before it. Where there is none at all, it is in the same order
/// one that lies in the quiet hours of the fewest.
struct ReturnTime: Hashable, Sendable {
    let instant: Instant
    /// The ids of the partners in whose quiet hours it lies.
    let disturbed: [String]

    /// - Parameters:
    ///   - wait: how long after it was called they wish to come back.
    ///   - called: when it was called.
    ///   - partners: everyone whom it is for.
    init(after wait: Duration, from called: Instant, for partners: [Partner]) {
        let first = called.minutes(after: PauseTerms.shortest, isRoundedUp: true)
        let last = called.minutes(after: PauseTerms.longest, isRoundedUp: false)
        let wished = min(max(first, called.minutes(after: wait, isRoundedUp: true)), last)
        let minutes = Array(wished...last) + (first..<wished).reversed()
        var best: (instant: Instant, disturbed: [String])?
        for minute in minutes {
            let instant = Instant(secondsSinceEpoch: minute * 60)
            let disturbed = Self.disturbed(at: instant, among: partners)
            if best.map({ disturbed.count < $0.disturbed.count }) ?? true {
                best = (instant, disturbed)
            }
            if disturbed.isEmpty {
                break
            }
        }
        instant = best?.instant ?? called + wait
        disturbed = best?.disturbed ?? []
    }

    /// The partners in whose quiet hours an instant lies, by the clock of each.
    static func disturbed(at instant: Instant, among partners: [Partner]) -> [String] {
        partners.filter { partner in
            partner.quietHours?.window.contains(partner.zone.local(at: instant).time) ?? false
        }.map(\.id)
    }
}

extension Instant {
    /// The minutes since the epoch at so long after it.
    fileprivate func minutes(after length: Duration, isRoundedUp: Bool) -> Int64 {
        let seconds = (self + length).secondsSinceEpoch
        let down = seconds >= 0 ? seconds / 60 : -((59 - seconds) / 60)
        return isRoundedUp && down * 60 < seconds ? down + 1 : down
    }
}
