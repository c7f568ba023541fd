import CivilTime
import Household

/// Composes the nudges that tell one partner what is due.
///
/// What is shown at one time is one nudge: alone it is its own, what is late together is a digest, and all
/// else is merged.
struct NudgeComposer {
    /// What stands: what is remembered is told by it.
    let plan: Plan
    /// The household before the present event changed it; `nil` where it does not.
    let former: Household?
    let partner: Partner
    let now: Instant

    var household: Household { plan.household }

    /// Decides stages that are not suppressed, given in the order in which they are due.
    ///
    /// - Returns: a decision for each of them, and one for each digest.
    func decisions(on stages: [DueStage]) -> [Decision] {
        let grouping = StageGroups(stages, at: now)
        var told: [Decision] = []
        var nudges: [Int: String] = [:]
        for indexes in grouping.groups {
            let decisions = tell(indexes.map { stages[$0] }, besides: told.map(\.key))
            for (index, decision) in zip(indexes, decisions) {
                nudges[index] = decision.nudgeID
            }
            told += decisions
        }
        let coalesced = stages.indices.compactMap { index in
            grouping.tellers[index].map { teller in
                let later = stages[teller]
                let reason = "told as \(later.step.stage) of \(later.occurrence.key)"
                return stages[index].coalesced(into: nudges[teller], reason, at: now)
            }
        }
        return coalesced + told
    }

    /// Tells as one nudge what is shown at one time.
    ///
    /// - Returns: a decision for each stage, in their order, and last that of a digest.
    private func tell(_ group: [DueStage], besides taken: [StageKey]) -> [Decision] {
        if let only = group.first, group.count == 1 {
            return [told(only)]
        }
        guard group.allSatisfy({ $0.isLate(at: now) }) else {
            return merged(group)
        }
        let digest = digest(of: group, besides: taken)
        let reason = "told in one digest with others that were late"
        return group.map { $0.coalesced(into: digest.nudgeID, reason, at: now) } + [digest]
    }

    /// The decision on a stage that is told by a nudge of its own.
    func told(_ stage: DueStage) -> Decision {
        let ritual = stage.ritual
        let ways = ways(of: stage, ritual)
        let shown = stage.shown(at: now)
        let late = stage.lateness(at: now)
        var reasons = [late > .zero ? "\(Phrase.length(late)) late" : "in time"]
        if late > .zero, case .clockMoved(let from, let to) = lateCause([ritual]) {
            reasons.append("the clock moved from \(from) to \(to)")
        }
        if let waited = stage.waited {
            reasons.append(waited)
        }
        if shown > now {
            reasons.append(stage.waits(at: now))
        }
        if ways.first.isEmpty {
            reasons.append("no channel reaches \(partner.id)")
        }
        var decision = Decision(
            key: stage.key,
            due: stage.due,
            decided: now,
            verdict: late > .zero ? .late : .fired,
            reason: reasons.joined(separator: "; "),
            nudge: nudge(stage, of: ritual),
            notBefore: shown > now ? shown : nil
        )
        decision.take(ways)
        return decision
    }

    /// What is said of a stage at the time it is shown: a morning later, today is yesterday.
    func text(of stage: DueStage, _ ritual: Ritual) -> NudgeText {
        let late = stage.lateness(at: now)
        let cause = late > .zero ? lateCause([ritual]) : .away
        let shown = stage.shown(at: now)
        let wording = Wording(
            ritual: ritual,
            partner: partner,
            now: shown,
            cause: cause,
            prompt: ritual.prompt(of: stage.occurrence.key, marks: plan.keepsakes.marks),
            others: ritual.sharedTime == nil
                ? [] : stage.builder.partners.filter { $0.id != partner.id },
            following: ritual.sharedTime == nil ? nil : following(stage)
        )
        return wording.text(for: stage.step, of: stage.occurrence, late: late) { room in
            Recollection(plan: plan, partner: partner, now: shown)
                .text(of: stage.occurrence, ritual, room: room)
        }
    }

    /// So many that do not take place are passed over.
    private static let mostPassed = 64

    /// When the next one starts that takes place, by what is known now.
    private func following(_ stage: DueStage) -> Instant? {
        let track = plan.tracks[stage.track]
        var next = track.next(after: stage.occurrence.start, outcomes: plan.outcomes)
        for _ in 0..<Self.mostPassed {
            guard let found = next else {
                return nil
            }
            if track.builder.rest(over: found) == nil,
                plan.holds.hold(of: track.ritual.id, at: found.start) == nil,
                plan.absorber(of: found, track.ritual) == nil
            {
                return found.start
            }
            next = track.next(after: found.start, outcomes: plan.outcomes)
        }
        return nil
    }

    private func nudge(_ stage: DueStage, of ritual: Ritual) -> Nudge {
        let text = text(of: stage, ritual)
        var nudge = Nudge(
            key: stage.key,
            title: text.title,
            body: text.body,
            prompt: text.prompt,
            quote: text.quote,
            occurrence: OccurrenceReference(stage.occurrence, in: partner.zone),
            due: stage.due,
            late: stage.lateness(at: now),
            tone: partner.tone,
            sensitivity: ritual.sensitivity,
            discreetTitle: ritual.sensitivity == .secret ? household.discreetTitle : nil,
            isUrgent: stage.isUrgent,
            actions: actions(of: stage),
            expires: stage.step.expires
        )
        nudge.step = stage.step.preparing.asks
        nudge.asksWho = nudge.step == nil && ritual.needs != .anyone
        return nudge
    }

    private func actions(of stage: DueStage) -> [NudgeAction] {
        if stage.isReflection {
            return []
        }
        // To skip all of it is no answer to a step of it.
        return stage.step.preparing.asks == nil ? NudgeAction.answers : [.done, .later]
    }

    /// The channels by which a nudge about some stages reaches the partner.
    func ways(of group: [DueStage], awaitsAnswer: Bool = true) -> Ways {
        let all = group.map { ways(of: $0, $0.ritual, awaitsAnswer: awaitsAnswer) }
        return all.count == 1 ? all[0] : Ways(merging: all, in: household)
    }

    private func ways(of stage: DueStage, _ ritual: Ritual, awaitsAnswer: Bool = true) -> Ways {
        let kind = stage.step.stage
        return household.ways(
            of: ritual,
            for: partner,
            isUrgent: ritual.isUrgent(at: kind),
            awaitsAnswer: awaitsAnswer && kind.awaitsAnswer && !ritual.isReflection(kind)
        )
    }

    /// Why what is decided now is late: the machine was away, or the plan was changed.
    func lateCause(_ rituals: [Ritual]) -> LateCause {
        guard let former else {
            return .away
        }
        let zones =
            [(former.partner(partner.id)?.zone, partner.zone)]
            + rituals.map { (former.ritual($0.id)?.zone, $0.zone) }
        for case (let before?, let now) in zones where before.identifier != now.identifier {
            return .clockMoved(from: before.city, to: now.city)
        }
        return .planChanged
    }
}

extension OccurrenceReference {
    init(_ occurrence: OpenOccurrence, in zone: Zone) {
        self.init(
            key: occurrence.key,
            start: ZonedTime(instant: occurrence.start, zone: zone),
            end: ZonedTime(instant: occurrence.end, zone: zone)
        )
    }
}

extension Zone {
    /// The place that the zone is named after: `Buenos Aires`.
    fileprivate var city: String {
        let last = identifier.split(separator: "/").last.map(String.init) ?? identifier
        return String(last.map { $0 == "_" ? " " : $0 })
    }
}
