import CivilTime
import ControlAPI
import Household
import Planning

/// Answers `suggest`: other times at which an occurrence could be.
struct SuggestAnswer {
    let snapshot: Snapshot
    let calendars: PartnerCalendars

    func suggest(_ query: SuggestQuery) async throws -> SuggestMessage {
        try await suggest(try occurrence(of: query))
    }

    /// What is proposed, as the event that asks the partners.
    ///
    /// - Throws: `Problem` where nothing can be proposed.
    func propose(
        _ request: ProposeRequest,
        sitting: String?
    ) async throws -> (SuggestMessage, ProposedTimes) {
        let key = try occurrence(
            of: SuggestQuery(ritual: request.ritual, occurrence: request.occurrence)
        )
        let partner = try snapshot.household.speaker(
            request.partner,
            of: key.ritual,
            sitting: sitting
        )
        let found = try await suggest(key)
        guard !found.proposals.isEmpty else {
            throw Problem(.conflict, detail: "no other time within reach is free for everyone")
        }
        let times = ProposedTimes(
            occurrence: key,
            starts: found.proposals.map(\.start.local),
            by: partner,
            busy: found.occurrence.busy
        )
        return (found, times)
    }

    /// The occurrence that `move` would mean.
    private func occurrence(of query: SuggestQuery) throws -> OccurrenceKey {
        let (plan, now) = (snapshot.plan, snapshot.now)
        return try plan.occurrence(
            of: query.ritual,
            named: plan.start(of: query.ritual, named: query.occurrence),
            saying: .moved(to: plan.household.zone.local(at: now)),
            at: now,
            isChecked: false
        )
    }

    /// The proposals for an occurrence, with who is busy at the time as it stands.
    func suggest(_ key: OccurrenceKey) async throws -> SuggestMessage {
        let (plan, now) = (snapshot.plan, snapshot.now)
        guard let search = FreeTimes(plan).search(for: key, busy: [:], at: now),
            let shown = plan.shown(key)
        else {
            throw Problem(unknownRitual: key.ritual, plan.household)
        }
        let answer = await calendars.answer(
            for: plan.household.partners(ofRitual: key.ritual),
            from: min(search.window.lowerBound, shown.start.instant) - .seconds(2 * 86_400),
            until: max(search.window.upperBound + search.length, shown.end.instant)
                + .seconds(2 * 86_400),
            at: now
        )
        try Task.checkCancellation()
        let found = FreeTimes(plan).search(for: key, busy: answer.busy, at: now)?.proposals() ?? []
        var stands = OccurrenceMessage(shown, plan)
        stands.busy = answer.busy(at: shown)
        return SuggestMessage(
            occurrence: stands,
            proposals: found.map(ProposalMessage.init),
            unread: answer.problems
        )
    }
}

extension Household {
    fileprivate func partners(ofRitual id: String) -> [Partner] {
        ritual(id).map(partners) ?? []
    }
}

extension PartnerCalendars.Answer {
    /// The ids of the partners of an occurrence who are busy at its time.
    func busy(at occurrence: UpcomingOccurrence) -> [String] {
        let start = occurrence.start.instant
        let time = start..<max(start + .seconds(60), occurrence.end.instant)
        return occurrence.partners.filter { busy[$0]?.touch(time) ?? false }
    }
}
