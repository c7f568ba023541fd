package import CivilTime

extension Ladder {
    /// The steps up to the start for a partner of that tone.
    ///
    /// A tone adds a step to the ladder of a ritual that lasts ten minutes or more: *reassuring*
    /// one day before the start, or one hour for a daily ritual; *spacious* two days, or two hours.
    /// *Literal* adds a step ten minutes before every ritual that has a length. A step that would
    /// be nearer to the last occurrence than to the next is not added.
    ///
    /// - Parameters:
    ///   - tone: how the partner likes to be spoken to.
    ///   - length: how long the ritual takes.
    ///   - period: the time from one to the next, in seconds.
    ///   - isDaily: whether it comes daily or oftener.
    /// - Returns: the steps, farthest first.
    package func rungs(
        for tone: Tone,
        length: Span,
        period: Int64,
        isDaily: Bool
    ) -> [Rung] {
        let least: Int64 = tone == .literal ? 1 : 600
        guard Self.nominal(length) >= least, rungs.contains(where: \.before.isZero) else {
            return rungs
        }
        let extra: Span
        switch tone {
        case .plain: return rungs
        case .reassuring: extra = isDaily ? Span(seconds: 3_600) : Span(days: 1)
        case .spacious: extra = isDaily ? Span(seconds: 7_200) : Span(days: 2)
        case .literal: extra = Span(seconds: 600)
        }
        let seconds = Self.nominal(extra)
        let isThere = rungs.contains { rung in
            tone == .spacious
                ? Self.nominal(rung.before) >= seconds : Self.nominal(rung.before) == seconds
        }
        guard !isThere, seconds * 2 <= period else {
            return rungs
        }
        let place = rungs.firstIndex { Self.nominal($0.before) < seconds } ?? rungs.endIndex
        var all = rungs
        all.insert(Rung(before: extra), at: place)
        return all
    }

    /// The length in seconds, to compare; months of thirty days.
    private static func nominal(_ span: Span) -> Int64 {
        Int64(span.months) * 30 * 86_400 + Int64(span.days) * 86_400 + span.seconds
    }
}
