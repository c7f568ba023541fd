package import CivilTime
package import Recurrence

/// A plan of the catalogue: several rituals that count from one date.
///
/// A household switches it on with `[[plan]]` and `use = "NAME"`.
package struct PlanTemplate: Hashable, Sendable {
    package var name: String
    package var title: String
    /// What it is, in one sentence.
    package var what: String
    /// What it is good for, in one sentence.
    package var why: String
    package var countsFrom: Origin
    /// When its rituals begin, where a part names no time of its own.
    package var time: ClockTime
    /// Whether its rituals can be moved to a weekday.
    package var canSnap: Bool
    package var parts: [Part]

    /// What the parts count from.
    package enum Origin: String, Hashable, Sendable, CaseIterable {
        /// The date that the config gives with the plan.
        case from
        /// The household's own date.
        case togetherSince = "together_since"
    }

    package init(
        name: String,
        title: String,
        what: String,
        why: String,
        countsFrom: Origin,
        time: ClockTime,
        canSnap: Bool,
        parts: [Part]
    ) {
        self.name = name
        self.title = title
        self.what = what
        self.why = why
        self.countsFrom = countsFrom
        self.time = time
        self.canSnap = canSnap
        self.parts = parts
    }

    /// The rituals of the plan, `ID-PART`, but for those left out.
    ///
    /// - Parameters:
    ///   - id: what the ids of the rituals begin with; the plan's name, where it is `nil`.
    ///   - from: the date that is counted from.
    ///   - at: when each begins, but for parts with a time of their own; `nil` means as the plan says.
    ///   - snap: the weekday that each is moved to, if any.
    ///   - zone: the zone in which the schedule is read.
    ///   - leavingOut: parts that the household keeps in another way.
    /// - Returns: the rituals, in the order of the parts.
    /// - Throws: `RecurrenceError` where the date leaves no room for a step.
    package func rituals(
        id: String? = nil,
        from: CivilDate,
        at: ClockTime? = nil,
        snap: Snap? = nil,
        zone: Zone,
        leavingOut: Set<String> = []
    ) throws(RecurrenceError) -> [Ritual] {
        let id = id ?? name
        let kept = parts.filter { !leavingOut.contains($0.name) }
        let early = kept.filter { $0.afterKept == nil }.map { "\(id)-\($0.name)" }
        var rituals: [Ritual] = []
        for part in kept {
            var ritual = part.ritual
            ritual.id = "\(id)-\(part.name)"
            ritual.zone = zone
            ritual.plan = name
            ritual.occasion = .schedule(
                try part.schedule(from: from, at: part.time ?? at ?? time, snap: snap)
            )
            ritual.absorbedBy = part.absorbedBy.filter { name in kept.contains { $0.name == name } }
                .map { "\(id)-\($0)" }
            ritual.afterKept = part.afterKept.map {
                KeptWeeks(weeks: $0, from: from, rituals: early)
            }
            rituals.append(ritual)
        }
        return rituals
    }
}

extension PlanTemplate {
    /// One ritual of a plan.
    package struct Part: Hashable, Sendable {
        package var name: String
        /// The ritual, but for its id and its schedule.
        package var ritual: Ritual
        package var counting: Counting
        /// How long after the plan's date it is counted from.
        package var begins: Span
        /// Its own time of day.
        package var time: ClockTime?
        /// The parts that take its place where they fall on it.
        package var absorbedBy: [String]
        /// So many weeks the parts without this are to be kept before it begins.
        package var afterKept: Int?

        package init(
            name: String,
            ritual: Ritual,
            counting: Counting,
            begins: Span = .zero,
            time: ClockTime? = nil,
            absorbedBy: [String] = [],
            afterKept: Int? = nil
        ) {
            self.name = name
            self.ritual = ritual
            self.counting = counting
            self.begins = begins
            self.time = time
            self.absorbedBy = absorbedBy
            self.afterKept = afterKept
        }

        fileprivate func schedule(
            from: CivilDate,
            at: ClockTime,
            snap: Snap?
        ) throws(RecurrenceError) -> Schedule {
            let start = from.adding(months: begins.months).adding(days: begins.days)
            switch counting {
            case .once(let after):
                let date = start.adding(months: after.months).adding(days: after.days)
                return .dates([CivilDateTime(date, at)])
            case .every(let count, let unit, let first):
                return .every(
                    try AnchoredStep(
                        every: count,
                        unit,
                        from: start,
                        at: [at],
                        snap: snap,
                        firstStep: first
                    )
                )
            }
        }
    }

    /// How a part counts from the plan's date.
    package enum Counting: Hashable, Sendable {
        /// Once, so much later.
        case once(after: Span)
        /// Again and again; the first step that counts is 0 for the date itself.
        case every(Int, AnchoredStep.Unit, first: Int)
    }
}
