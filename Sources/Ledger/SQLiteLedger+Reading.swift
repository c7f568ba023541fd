package import CivilTime
package import Delivery
import GRDB
package import Household
package import Planning

extension SQLiteLedger: LedgerReading {
    package func decisions(about occurrence: OccurrenceKey) throws -> [Decision] {
        try read { try DecisionStore($0).decisions(about: occurrence) }
    }

    package func decisions(toldBy nudge: String) throws -> [Decision] {
        try read { try DecisionStore($0).decisions(toldBy: nudge) }
    }

    package func outcomes(of occurrence: OccurrenceKey) throws -> [Outcome] {
        try read { try FactStore($0).outcomes(of: occurrence) }
    }

    package func occurrences(of ritual: String, on date: CivilDate) throws -> [OccurrenceKey] {
        let midnight = CivilDateTime(date, ClockTime(secondOfDay: 0))
        return try read {
            try HistoryStore($0)
                .occurrences(of: ritual, from: midnight, until: midnight.adding(Span(days: 1)))
        }
    }

    package func deliveries(in states: Set<Delivery.State>, limit: Int) throws -> [Delivery] {
        try read { try DeliveryStore($0).deliveries(in: states, limit: limit) }
    }

    package func deliveries(about occurrence: OccurrenceKey) throws -> [Delivery] {
        try read { try DeliveryStore($0).deliveries(about: occurrence) }
    }

    package func delivery(_ id: Delivery.ID) throws -> Delivery? {
        try read { try DeliveryStore($0).delivery(id) }
    }

    package func firstWay(of nudge: String) throws -> FirstWay {
        try read { try DeliveryStore($0).firstWay(of: nudge) }
    }

    package func openUntil(on channel: String, at instant: Instant) throws -> Instant? {
        try read { try DeliveryStore($0).openUntil(on: channel, at: instant) }
    }

    package func delivery(named message: String, on channel: String) throws -> Delivery? {
        try read { try DeliveryStore($0).delivery(named: message, on: channel) }
    }

    package func attempts(at delivery: Delivery.ID) throws -> [AttemptRecord] {
        try read { try DeliveryStore($0).attempts(at: delivery) }
    }

    package func health(of channel: String) throws -> ChannelHealth? {
        try read { try DeliveryStore($0).health(of: channel) }
    }

    package func isSpent(_ token: SpentToken) throws -> Bool {
        try read { try HistoryStore($0).isSpent(token) }
    }

    package func summary() throws -> LedgerSummary {
        try read { database in
            let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let size = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            return LedgerSummary(
                schemaVersion: try Schema.migrator.appliedMigrations(database).count,
                bytes: pages * size,
                decisions: try DecisionStore(database).count(),
                deliveries: try DeliveryStore(database).counts(),
                held: try DeliveryStore(database).held(),
                through: try Metadata(database).through()
            )
        }
    }
}

extension SQLiteLedger: LedgerHistory {
    package func history(
        from: CivilDateTime,
        until: CivilDateTime,
        ritual: String?
    ) throws -> [OccurrenceRecord] {
        try read { try HistoryStore($0).records(from: from, until: until, of: ritual) }
    }

    package func moments(since instant: Instant) throws -> [Moment] {
        try read { try KeepsakeStore($0).moments(since: instant) }
    }

    package func asked(of ritual: String) throws -> [OccurrenceKey] {
        try read { try HistoryStore($0).asked(of: ritual) }
    }

    package func holds(from: Instant, until: Instant) throws -> [Hold] {
        try read { try HistoryStore($0).holds(from: from, until: until) }
    }

    package func lapses(of ritual: String?) throws -> [ExpiredSpan] {
        try read { try HistoryStore($0).spans(of: ritual) }
    }
}
