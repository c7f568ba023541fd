package import CivilTime
package import Household

/// What was kept in a span of time, what was said of it, and what is coming after it.
///
/// What was not kept is not in it.
package struct Retrospect: Hashable, Sendable {
    /// A ritual with how often it was kept, or is coming.
    package struct Row: Hashable, Sendable {
        package var ritual: String
        package var title: String
        package var sensitivity: Sensitivity
        package var count: Int
        /// The start of the first one.
        package var first: Instant
    }

    /// What somebody wrote when a ritual was kept.
    package struct Note: Hashable, Sendable {
        package var ritual: String
        package var title: String
        package var sensitivity: Sensitivity
        package var partner: String?
        package var words: String
        package var start: Instant
    }

    /// What is rare comes first.
    package private(set) var kept: [Row] = []
    /// In the order of their occurrences.
    package private(set) var notes: [Note] = []
    package private(set) var coming: [Row] = []
    /// The moments that were kept in the span, in their order.
    package private(set) var moments: [Moment] = []

    /// So many occurrences are looked at of what is coming.
    private static let mostComing = 1_000

    /// Looks back to `start` and ahead to `end`, at what is for a partner where one is named.
    package init(
        _ plan: Plan,
        from start: Instant,
        now: Instant,
        until end: Instant,
        for partner: String? = nil
    ) {
        for track in plan.tracks where track.isRecounted(for: partner) {
            look(back: start..<now, at: track, plan)
        }
        look(ahead: now..<end, plan, for: partner)
        kept.sort { $0.precedes($1) }
        coming.sort { $0.precedes($1) }
        notes.sort { ($0.start, $0.ritual) < ($1.start, $1.ritual) }
        moments = plan.keepsakes.moments.filter { start <= $0.said && $0.said <= now }
    }

    private mutating func look(back span: Range<Instant>, at track: Track, _ plan: Plan) {
        let ritual = track.ritual
        let starts = plan.outcomes.occurrences(of: ritual.id).compactMap { key in
            let start = ritual.instant(of: key)
            // What was done before its time is kept too.
            let isKept =
                start >= span.lowerBound && plan.state(of: key, at: span.upperBound) == .done
            return isKept ? (key: key, start: start) : nil
        }
        guard let first = starts.map(\.start).min() else {
            return
        }
        kept.append(Row(ritual, count: starts.count, first: first))
        for (key, start) in starts {
            notes += plan.outcomes[key].filter { $0.kind == .done }.compactMap { word in
                word.note.map {
                    Note(
                        ritual: ritual.id,
                        title: ritual.title,
                        sensitivity: ritual.sensitivity,
                        partner: word.partner,
                        words: $0,
                        start: start
                    )
                }
            }
        }
    }

    private mutating func look(ahead span: Range<Instant>, _ plan: Plan, for partner: String?) {
        var next = Agenda(plan).coming(
            after: span.lowerBound,
            until: span.upperBound,
            partner: partner
        )
        var places: [String: Int] = [:]
        for _ in 0..<Self.mostComing {
            guard let occurrence = next.next() else {
                return
            }
            let id = occurrence.key.ritual
            if let place = places[id] {
                coming[place].count += 1
            } else if let index = plan.indexes[id], plan.tracks[index].ritual.tells.isEmpty,
                plan.hold(over: occurrence.key) == nil
            {
                places[id] = coming.count
                let ritual = plan.tracks[index].ritual
                coming.append(Row(ritual, count: 1, first: occurrence.start.instant))
            }
        }
    }
}

extension Retrospect.Row {
    fileprivate init(_ ritual: Ritual, count: Int, first: Instant) {
        self.init(
            ritual: ritual.id,
            title: ritual.title,
            sensitivity: ritual.sensitivity,
            count: count,
            first: first
        )
    }

    fileprivate func precedes(_ other: Self) -> Bool {
        (count, first, ritual) < (other.count, other.first, other.ritual)
    }
}

extension Track {
    /// Whether it is for a partner, and not a look at the others itself.
    fileprivate func isRecounted(for partner: String?) -> Bool {
        ritual.tells.isEmpty
            && (partner == nil || builder.partners.contains { $0.id == partner })
    }
}
