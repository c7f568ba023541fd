import CivilTime
package import Household

/// The occurrence because of which another does not take place.
package struct Absorber: Hashable, Sendable {
    package var occurrence: OccurrenceKey
    /// Whether it has the other silent while it lasts (`quiets`), and does not take its place.
    package var isQuieting: Bool

    var reason: String {
        isQuieting ? "silent while \(occurrence) lasts" : "\(occurrence) takes its place"
    }
}

/// Finds what absorbs an occurrence, or has it silent.
///
/// It must touch the occurrence in time, must be neither skipped nor on hold nor on a rest day, and must not be
/// absorbed itself.
struct Absorption {
    let plan: Plan

    func absorber(of occurrence: OpenOccurrence, _ ritual: Ritual) -> Absorber? {
        for id in ritual.absorbedBy {
            if let key = first(of: id, touching: occurrence) {
                return Absorber(occurrence: key, isQuieting: false)
            }
        }
        for id in plan.quieting[ritual.id] ?? [] {
            if let key = first(of: id, touching: occurrence) {
                return Absorber(occurrence: key, isQuieting: true)
            }
        }
        return nil
    }

    private func first(of id: String, touching occurrence: OpenOccurrence) -> OccurrenceKey? {
        guard let index = plan.indexes[id] else {
            return nil
        }
        let track = plan.tracks[index]
        let end = max(occurrence.end, occurrence.start + .seconds(1))
        return track.occurrences(from: occurrence.start, until: end, outcomes: plan.outcomes)
            .first { other in
                let isSkipped = plan.outcomes[other.key].contains { $0.kind == .skipped }
                return other.end > occurrence.start && other.start < end && !isSkipped
                    && plan.holds.hold(of: id, at: other.start) == nil
                    && track.builder.rest(over: other) == nil
                    && absorber(of: other, track.ritual) == nil
            }?.key
    }

    /// The rituals that have others silent, by the ids of those.
    static func quieting(among rituals: [Ritual]) -> [String: [String]] {
        var quieting: [String: [String]] = [:]
        for ritual in rituals where ritual.isEnabled {
            for id in ritual.quiets {
                quieting[id, default: []].append(ritual.id)
            }
        }
        return quieting
    }
}

extension Plan {
    /// What takes the place of an occurrence, or has it silent; `nil` where nothing does.
    func absorber(of occurrence: OpenOccurrence, _ ritual: Ritual) -> Absorber? {
        ritual.absorbedBy.isEmpty && quieting.isEmpty
            ? nil : Absorption(plan: self).absorber(of: occurrence, ritual)
    }

    /// The same by the occurrence's name.
    package func absorber(of key: OccurrenceKey) -> Absorber? {
        located(key).flatMap { absorber(of: $0.occurrence, tracks[$0.index].ritual) }
    }
}
