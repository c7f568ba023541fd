import CivilTime
import Household
import Recurrence

/// The occurrences that a ritual keeps from an earlier schedule: those that had begun, or of which a partner
/// had said something.
///
/// Each stands for its local date: the occurrence of the present schedule that is nearest to it on that date is
/// left out. This follows from the decisions and outcomes, so a restart changes nothing.
final class FormerOccurrences: Sendable {
    /// In the order of their start.
    private let kept: [Occurrence]
    private let names: Set<OccurrenceKey>
    /// Those of the present schedule whose place they take.
    private let replaced: Set<OccurrenceKey>

    /// The most occurrences that are kept because they had begun; those with an outcome are all kept.
    private static let limit = 64
    /// A schedule with more occurrences on one date leaves none of them out.
    private static let crowd = 24
    /// An occurrence of the present schedule that began longer ago shows that the schedule has not changed since.
    private static let recent = Duration.seconds(3 * 86_400)

    /// Returns `nil` where the ritual keeps no such occurrence, which is the rule, and where its schedule has no
    /// dates of its own because it counts hours, or from what was done last.
    ///
    /// - Parameters:
    ///   - ritual: the ritual as it is now.
    ///   - begun: its occurrences that had begun, as far as that is known.
    ///   - outcomes: what was said.
    ///   - through: up to when all is decided.
    init?(_ ritual: Ritual, begun: Set<OccurrenceKey>, _ outcomes: OutcomeLog, through: Instant) {
        guard let schedule = ritual.schedule, ritual.repeats == .bySchedule else {
            return nil
        }
        if case .elapsed = schedule.base {
            return nil
        }
        var former = outcomes.occurrences(of: ritual.id).filter { ritual.occurrence($0) == nil }
        let earliest = ritual.zone.local(at: through - Self.recent)
        for key in begun.sorted(by: >) where former.count < Self.limit {
            if ritual.occurrence(key) == nil {
                // What the config leaves out by name is not to take place, also where it had begun.
                if !schedule.leavesOut(key.start, in: ritual.zone) {
                    former.append(key)
                }
            } else if key.start < earliest {
                break
            }
        }
        guard !former.isEmpty else {
            return nil
        }
        names = Set(former)
        kept = names.map { Occurrence(local: $0.start, instant: ritual.instant(of: $0)) }
            .sorted { $0.instant < $1.instant }
        replaced = Set(
            names.compactMap { key in
                Self.nearest(to: key, schedule, ritual).flatMap { nearest in
                    begun.contains(nearest) || !outcomes.history(of: nearest).isEmpty
                        ? nil : nearest
                }
            }
        )
    }

    /// The occurrence of the schedule on the date of a former one that is nearest to it, the later of two.
    private static func nearest(
        to key: OccurrenceKey,
        _ schedule: Schedule,
        _ ritual: Ritual
    ) -> OccurrenceKey? {
        let midnight = ritual.zone.instant(of: CivilDateTime(key.start.date, .midnight))
        let instant = ritual.instant(of: key)
        let day = schedule.occurrences(in: ritual.zone, after: midnight - .seconds(1))
            .prefix(crowd + 1).prefix { $0.local.date == key.start.date }
        guard day.count <= crowd else {
            return nil
        }
        let distance = { (found: Occurrence) in
            max(found.instant - instant, instant - found.instant)
        }
        return day.min { (distance($0), $1.instant) < (distance($1), $0.instant) }
            .map(ritual.key(of:))
    }

    /// Whether an occurrence of the present schedule is left out, because a former one stands for its date.
    func replaces(_ key: OccurrenceKey) -> Bool { replaced.contains(key) }

    /// The former occurrence of that name, or `nil`.
    func occurrence(_ key: OccurrenceKey) -> Occurrence? {
        names.contains(key) ? kept.first { $0.local == key.start } : nil
    }

    /// The first of them after an instant.
    func next(after instant: Instant) -> Occurrence? {
        var (low, high) = (0, kept.count)
        while low < high {
            let middle = (low + high) / 2
            if kept[middle].instant <= instant {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < kept.count ? kept[low] : nil
    }
}

extension Schedule {
    /// The schedule without its exceptions.
    fileprivate var base: Schedule {
        if case .excepting(let excepted) = self { excepted.base } else { self }
    }

    /// Whether one of its exceptions names that start, or its date.
    fileprivate func leavesOut(_ start: CivilDateTime, in zone: Zone) -> Bool {
        if case .excepting(let excepted) = self {
            excepted.leavesOut(start, in: zone)
        } else {
            false
        }
    }
}
