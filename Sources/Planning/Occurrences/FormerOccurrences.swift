import CivilTime
import Household
import Recurrence

/// What a ritual has from the time before its schedule was changed: the occurrences that had begun, or
/// of which something was said.
///
/// Each stands for its local date: of the present schedule the one nearest to it on that date does not
/// come. It follows from what was decided and said, so it is the same after a restart.
final class FormerOccurrences: Sendable {
    /// In the order of their start.
    private let kept: [Occurrence]
    private let names: Set<OccurrenceKey>
    /// Those of the present schedule whose place they take.
    private let replaced: Set<OccurrenceKey>

    /// So many that only began are known at most; those of which something was said are known all.
    private static let limit = 64
    /// A schedule with more on one date goes on as it is.
    private static let crowd = 24
    /// What is older and still of the present schedule shows that it was not changed since.
    private static let recent = Duration.seconds(3 * 86_400)

    /// It is `nil` where there is none, as there mostly is, and where the schedule has no dates: it counts
    /// hours, or from what was done last.
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
        if case .elapsed = schedule {
            return nil
        }
        var former = outcomes.occurrences(of: ritual.id).filter { ritual.occurrence($0) == nil }
        let earliest = ritual.zone.local(at: through - Self.recent)
        for key in begun.sorted(by: >) where former.count < Self.limit {
            if ritual.occurrence(key) == nil {
                // What a clock ahead has decided has not begun.
                if ritual.instant(of: key) <= through {
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

    /// Whether one of the present schedule does not come, because a former one stands for its date.
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
