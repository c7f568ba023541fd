import CivilTime
import ControlAPI
import Emitters
import Household
import Planning
import Synchronization

/// What is remembered of the calendars that were asked for: since when each is as it is.
final class CalendarMemory: Sendable {
    private struct Version {
        let tag: String
        let since: Instant
    }

    /// A client that makes up queries has no more than these remembered.
    private static let mostRemembered = 64

    let identity: CalendarIdentity
    private let versions = Mutex<[CalendarQuery: Version]>([:])

    init(_ identity: CalendarIdentity) {
        self.identity = identity
    }

    /// With names that last for this run only.
    convenience init() {
        let veil = Veil()
        self.init(CalendarIdentity { veil.token($0) })
    }

    /// Returns since when a calendar has that tag, as far as is known.
    func since(_ query: CalendarQuery, tag: String, now: Instant) -> Instant {
        versions.withLock { versions in
            if let known = versions[query], known.tag == tag { return known.since }
            if versions.count >= Self.mostRemembered { versions = [:] }
            versions[query] = Version(tag: tag, since: now)
            return now
        }
    }
}

/// Answers `calendar.ics` and `export.ics`.
struct CalendarAnswer {
    let snapshot: Snapshot
    let memory: CalendarMemory

    static let contentType = "text/calendar; charset=utf-8"

    /// The feed; without a body where the client has this version already.
    func feed(
        _ query: CalendarQuery,
        unlessTagged known: String?
    ) async throws(Problem) -> ControlReply {
        try check(query.partner, query.rituals)
        let feed = CalendarFeed(snapshot.plan, query.choice, memory.identity)
        let text = try await made { [now = snapshot.now] in feed.text(at: now) }
        let tag = "\"" + Fingerprint.of([String(decoding: text, as: UTF8.self)]) + "\""
        let since = memory.since(query, tag: tag, now: snapshot.now)
        let isKnown = known.map { $0 == "*" || $0.contains(tag) } ?? false
        var reply = ControlReply(
            status: isKnown ? 304 : 200,
            contentType: Self.contentType,
            body: isKnown ? [] : text
        )
        reply.tag = tag
        reply.lastModified = Self.httpDate(since)
        return reply
    }

    func export(_ query: ExportQuery) async throws(Problem) -> ControlReply {
        try check(query.partner, query.rituals)
        let zone = snapshot.household.zone
        let from = query.from ?? zone.local(at: snapshot.now).date
        let until = query.until ?? from.adding(months: 12 * CalendarExport.usualYears)
        guard from <= until else {
            throw Problem(.badRequest, detail: "'from' is \(from), after 'until', \(until)")
        }
        let midnight = { (date: CivilDate) in zone.instant(of: CivilDateTime(date, .midnight)) }
        let export = CalendarExport(
            snapshot.plan,
            query.choice,
            memory.identity,
            from: midnight(from),
            until: midnight(until.adding(days: 1))
        )
        let text = try await made { export.text() }
        return ControlReply(status: 200, contentType: Self.contentType, body: text)
    }

    /// Has a calendar made apart from the planner's threads.
    private func made(
        _ make: @Sendable () -> [UInt8]
    ) async throws(Problem) -> [UInt8] {
        let text = await withTaskExecutorPreference(TaskPool.questions) { make() }
        guard !Task.isCancelled else {
            throw Problem(.failed, detail: "the request was cancelled before it was answered")
        }
        return text
    }

    private func check(_ partner: String?, _ rituals: [String]) throws(Problem) {
        if let partner { try snapshot.household.check(partner: partner) }
        for ritual in rituals where snapshot.household.ritual(ritual) == nil {
            throw Problem(unknownRitual: ritual, snapshot.household)
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
    static func httpDate(_ instant: Instant) -> String {
        let local = Zone.utc.local(at: instant)
        let (date, time) = (local.date, local.time)
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return "\(date.weekday.abbreviation.capitalizedFirst), \(date.day.padded(2)) "
            + "\(months[date.month - 1]) \(date.year) "
            + "\(time.hour.padded(2)):\(time.minute.padded(2)):\(time.second.padded(2)) GMT"
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
