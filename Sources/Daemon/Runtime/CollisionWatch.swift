import CivilTime
import ControlAPI
import Delivery
import Household
import Logging
import Planning

/// Looks a week ahead whether a date collides with a partner's calendar, and asks everyone about another time.
///
/// It wakes only when a date comes within a week, and only where somebody has a calendar. It asks once about
/// each date; what comes into a calendar later, `upcoming` marks.
actor CollisionWatch {
    private static let ahead = Duration.seconds(7 * 86_400)
    /// How long it waits after a calendar could not be read.
    private static let pause = Duration.seconds(3_600)
    private static let kinds: Set<Ritual.Kind> = [.date, .getaway]

    private let planning: PlannerActor
    private let calendars: PartnerCalendars
    private let wake: PlannedWake
    private let now: @Sendable () -> Instant
    private let log: Logger
    private let names: LogNames
    /// The dates that were looked at, since the start.
    private var seen: Set<OccurrenceKey> = []

    init(
        planning: PlannerActor,
        calendars: PartnerCalendars,
        wake: PlannedWake,
        now: @escaping @Sendable () -> Instant,
        log: Logger,
        names: LogNames
    ) {
        self.planning = planning
        self.calendars = calendars
        self.wake = wake
        self.now = now
        self.log = log
        self.names = names
    }

    /// Looks at the dates that lie within a week and were not looked at, and sets when to look again.
    func look() async {
        let snapshot = await planning.snapshot()
        let (plan, now) = (snapshot.plan, now())
        let rituals = plan.household.rituals.filter { ritual in
            Self.kinds.contains(ritual.kind)
                && plan.household.partners(of: ritual).contains { !$0.busy.isEmpty }
        }
        var next: Instant?
        for ritual in rituals {
            var coming = Agenda(plan).coming(after: now, ritual: ritual.id)
            while let occurrence = coming.next() {
                guard occurrence.start.instant - now <= Self.ahead else {
                    next = [next, occurrence.start.instant - Self.ahead].compactMap(\.self).min()
                    break
                }
                if !seen.contains(occurrence.key), await !look(at: occurrence, snapshot, at: now) {
                    next = [next, now + Self.pause].compactMap(\.self).min()
                }
            }
        }
        seen = seen.filter { plan.shown($0).map { $0.end.instant > now } ?? false }
        wake.time = next
        await planning.setAlarm()
    }

    /// Looks at one date; returns whether its calendars could be read.
    private func look(
        at occurrence: UpcomingOccurrence,
        _ snapshot: Snapshot,
        at now: Instant
    ) async -> Bool {
        do {
            guard try !wasAsked(occurrence.key, snapshot) else {
                seen.insert(occurrence.key)
                return true
            }
            let answer = SuggestAnswer(snapshot: snapshot, calendars: calendars)
            let found = try await answer.suggest(occurrence.key)
            guard found.unread.isEmpty else {
                return false
            }
            seen.insert(occurrence.key)
            guard !found.occurrence.busy.isEmpty, !found.proposals.isEmpty else {
                return true
            }
            let times = ProposedTimes(
                occurrence: occurrence.key,
                starts: found.proposals.map(\.start.local),
                busy: found.occurrence.busy
            )
            _ = try await planning.perform(.propose(times, at: now))
            log.info(
                "\(names.name(occurrence.key)) collides with a calendar: asked about another time"
            )
            return true
        } catch {
            log.error("a date cannot be compared with the calendars: \(names.clean("\(error)"))")
            return false
        }
    }

    /// Whether somebody was asked already, before a restart or by a partner.
    private func wasAsked(_ key: OccurrenceKey, _ snapshot: Snapshot) throws -> Bool {
        try snapshot.ledger.deliveries(about: key).contains { !$0.nudge.choices.isEmpty }
    }
}
