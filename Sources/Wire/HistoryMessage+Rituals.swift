package import CivilTime
package import ControlAPI
package import Delivery
package import Household
package import Planning

extension HistoryMessage.Entry {
    package init(_ record: OccurrenceRecord, _ planner: Planner, at now: Instant) {
        let key = record.key
        let shown = planner.plan.shown(key)
        let zone = planner.household.zone
        let scheduled = ZonedTime(instant: zone.instant(of: key.start), zone: zone)
        let words = record.outcomes.filter { $0.undone == nil && $0.kind != .begun }
        self.init(
            ritual: key.ritual,
            title: shown?.title ?? planner.household.ritual(key.ritual)?.title ?? key.ritual,
            occurrence: key.description,
            start: (shown?.start ?? scheduled).description,
            state: .init(of: record, planner, at: now),
            said: words.last.map(WhyMessage.Said.init),
            words: words.map(WhyMessage.Said.init),
            told: record.decisions.count { !$0.isSilent },
            expired: record.decisions.count { $0.verdict == .expired }
        )
    }
}

extension HistoryMessage.Lapse {
    package init(_ lapse: ExpiredSpan, _ household: Household) {
        self.init(
            ritual: lapse.ritual,
            title: household.ritual(lapse.ritual)?.title ?? lapse.ritual,
            after: lapse.after.description,
            through: lapse.through.description
        )
    }
}
