package import CivilTime

extension Schedule {
    /// Says that a rule's UNTIL is before its start: `rule ends before it starts: …`; else `nil`.
    package func contradiction(in zone: Zone) -> String? {
        if case .excepting(let excepted) = self { return excepted.base.contradiction(in: zone) }
        if case .together(let shared) = self { return shared.base.contradiction(in: zone) }
        guard case .rule(let set) = self, let until = set.rule?.until else { return nil }
        let (end, isOver) =
            switch until {
            case .date(let date): ("\(date)", date < set.start.date)
            case .local(let local): (local.short, local < set.start)
            case .instant(let instant): ("\(instant)", instant < zone.instant(of: set.start))
            }
        return isOver
            ? "rule ends before it starts: UNTIL is \(end), the start \(set.start.short)" : nil
    }
}
