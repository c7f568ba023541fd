import CivilTime
import ICalendar
import PlainText
import Recurrence
import Settings

/// An event of a calendar as a ritual of the config.
struct ImportedEvent {
    enum Made: Hashable {
        case ritual(Ritual)
        case refused(String)
    }

    struct Ritual: Hashable {
        let id: String
        /// Its lines of the config.
        let block: String
        /// What of the event they do not have.
        let losses: [String]
    }

    private let series: EventSeries
    private let home: Zone
    private let now: Instant

    init(_ series: EventSeries, in home: Zone, at now: Instant) {
        self.series = series
        self.home = home
        self.now = now
    }

    private var event: Event? { series.master ?? series.overrides.first }
    var line: Int { event?.line ?? 0 }

    var title: String {
        let words = event?.summary.split(whereSeparator: \.isNewline).joined(separator: " ") ?? ""
        return words.isEmpty ? "An event" : String(words.prefix(ConfigLimits.titleLength))
    }

    /// The comment by which an event is known that was imported before.
    var mark: String { "# uid: \(series.uid.withoutControls)" }

    func loss(_ what: String) -> ImportResult.Loss {
        ImportResult.Loss(line: line, title: title, what: what)
    }

    /// The ritual, or why there is none.
    func made(besides taken: Set<String>, isKnown: Bool) -> Made {
        if isKnown { return .refused("it was imported before") }
        guard let event = series.master else {
            return .refused("only single dates of a series are in the calendar")
        }
        if event.status == .cancelled { return .refused("it is cancelled") }
        if event.rules.count > 1 { return .refused("it has several rules, and a ritual has one") }
        let century = now.advanced(bySeconds: 100 * 366 * 86_400)
        guard
            series.occurrences(from: now, until: century, in: home, limit: 1_000)
                .contains(where: { $0.start > now && $0.event.status != .cancelled })
        else { return .refused("it is over") }
        let schedule = ImportedSchedule(series, event, in: home)
        let id = Slug.of(title, besides: taken)
        var lines = [
            mark, "[[ritual]]", "id = \(TOMLText.string(id))", "title = \(TOMLText.string(title))",
            "schedule = { \(schedule.text) }",
        ]
        lines += duration(of: event) + reminders(of: event)
        switch event.privacy {
        case .public: break
        case .private: lines.append("sensitivity = \"private\"")
        case .confidential: lines.append("sensitivity = \"secret\"")
        }
        return .ritual(
            Ritual(
                id: id,
                block: lines.joined(separator: "\n") + "\n",
                losses: schedule.losses + losses(of: event)
            )
        )
    }

    private func duration(of event: Event) -> [String] {
        switch event.length {
        case .nominal(0, 0), .exact(0): []
        case .nominal(let days, 0): ["duration = \"\(days) \(days == 1 ? "day" : "days")\""]
        case .nominal(let days, let seconds): [Self.length(Int64(days) * 86_400 + seconds)]
        case .exact(let seconds): [Self.length(seconds)]
        }
    }

    private static func length(_ seconds: Int64) -> String {
        "duration = \"\(Self.span(seconds))\""
    }

    /// `90m`, `2h`, `3 days`.
    private static func span(_ seconds: Int64) -> String {
        if seconds % 86_400 == 0 { return "\(seconds / 86_400)d" }
        if seconds % 3_600 == 0 { return "\(seconds / 3_600)h" }
        return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }

    private func reminders(of event: Event) -> [String] {
        var leads: Set<Int64> = []
        for case .start(let seconds) in event.alarms where seconds < 0 { leads.insert(-seconds) }
        guard !leads.isEmpty, !event.isAllDay else { return [] }
        let texts = leads.sorted(by: >).map { Self.span($0) }
        return ["remind = \(TOMLText.list(texts))"]
    }

    private func losses(of event: Event) -> [String] {
        var losses = event.unread
        let odd = event.alarms.contains { alarm in
            if case .start(let seconds) = alarm { seconds > 0 || event.isAllDay } else { true }
        }
        if odd { losses.append("an alarm that is not before the start") }
        return losses
    }
}
