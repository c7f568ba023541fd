import CivilTime
import Delivery
import Emitters
import Household
import Logging
import Planning

/// Enqueues the calendar that is put at an address: a delivery like any other, which belongs to no
/// ritual.
actor CalendarUploads {
    /// How long an upload is tried; the next change of the calendar begins anew.
    private static let worth = Duration.seconds(7 * 86_400)

    private let ledger: Outbox.Store
    private let outbox: Outbox
    private let now: @Sendable () -> Instant
    private let log: Logger
    private var last: Instant?

    init(
        _ ledger: Outbox.Store,
        _ outbox: Outbox,
        now: @escaping @Sendable () -> Instant,
        log: Logger
    ) {
        self.ledger = ledger
        self.outbox = outbox
        self.now = now
        self.log = log
    }

    /// Has the calendar put at its address, unless that is to come already: each attempt takes the
    /// calendar as it is then.
    func enqueue(in zone: Zone) async {
        let channel = Delivery.calendarChannel
        let now = now()
        do {
            if try ledger.deliveries(dueAt: .distantFuture, on: channel, limit: 1).isEmpty {
                // Two within a second are two.
                let instant = last.map { max(now, $0 + .seconds(1)) } ?? now
                last = instant
                let nudge = Self.nudge(at: instant, in: zone)
                try ledger.enqueue(nudge, on: [channel], carriers: [:], at: now)
            }
        } catch {
            log.error("the calendar cannot be put at its address: \(error), ignoring")
        }
        await outbox.resume(channel, at: now)
    }

    private static func nudge(at instant: Instant, in zone: Zone) -> Nudge {
        let time = ZonedTime(instant: instant, zone: zone)
        let key = StageKey(
            occurrence: OccurrenceKey(ritual: Nudge.calendarUpload, start: time.local),
            stage: .start,
            partner: Nudge.calendarUpload
        )
        return Nudge(
            key: key,
            title: "The calendar",
            body: "The calendar of the rituals, put at its address.",
            occurrence: OccurrenceReference(key: key.occurrence, start: time, end: time),
            due: instant,
            sensitivity: .public,
            expires: instant + worth
        )
    }
}
