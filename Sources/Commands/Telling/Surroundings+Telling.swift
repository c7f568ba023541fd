import ControlAPI

extension OccurrenceOptions {
    /// Tells the daemon what happened, and shows what it has understood.
    func tell(_ route: ControlRoute, _ common: CommonOptions, in surroundings: Surroundings) throws
    {
        let request = try OutcomeRequest(
            ritual: ritual,
            occurrence: occurrence,
            partner: partner,
            note: note(in: surroundings)
        )
        try surroundings.tell(route, request, common)
    }
}

extension Surroundings {
    func tell(_ route: ControlRoute, _ request: some Encodable, _ common: CommonOptions) throws {
        let link = try DaemonLink(common, in: self)
        let outcome = try link.tell(route, request, for: OutcomeMessage.self)
        let style = Style(common, in: self)
        try show(outcome, common) { outcome in
            OutcomeSentence(outcome: outcome, style: style, surroundings: self).lines
        }
    }
}
