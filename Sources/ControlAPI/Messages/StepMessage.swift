package import CivilTime
package import Household
package import Planning

/// A step of what is to be prepared for an occurrence, and how it stands.
package struct StepMessage: Hashable, Sendable, Codable {
    /// The name by which it is said to be done.
    package var step: String
    /// What it is for; `null` where that is not said.
    package var task: String?
    /// When it is asked for.
    package var due: Instant
    package var state: State
    /// Who said that it was done; `null` where nobody did, or it was said for all.
    package var partner: String?
    /// When that was said.
    package var at: Instant?

    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Its time has not come.
        case ahead
        /// Its time has come, and nobody has said that it was done.
        case open
        case done
    }
}

extension StepMessage {
    /// - Parameters:
    ///   - step: the step.
    ///   - reached: up to when everything due is decided.
    package init(_ step: PreparedStep, _ reached: Instant) {
        self.init(
            step: step.name,
            task: step.task,
            due: step.due,
            state: step.done != nil ? .done : step.due <= reached ? .open : .ahead,
            partner: step.done?.partner,
            at: step.done?.said
        )
    }

    /// What is to be prepared for an occurrence, in the order in which it is asked for.
    package static func all(of key: OccurrenceKey, _ plan: Plan) -> [StepMessage] {
        plan.steps(of: key).map { StepMessage($0, plan.through) }
    }
}

/// The occurrence because of which another does not take place.
package struct AbsorberMessage: Hashable, Sendable, Codable {
    package var occurrence: OccurrenceKey
    package var title: String
    /// Whether it has the other silent while it lasts, and does not take its place.
    package var quiets: Bool
}

extension AbsorberMessage {
    package init?(of key: OccurrenceKey, _ plan: Plan) {
        guard let absorber = plan.absorber(of: key) else {
            return nil
        }
        self.init(
            occurrence: absorber.occurrence,
            title: plan.title(of: absorber.occurrence),
            quiets: absorber.isQuieting
        )
    }
}

/// What a ritual waits for that begins after so many kept weeks.
package struct WaitingMessage: Hashable, Sendable, Codable {
    /// So many weeks are to be kept.
    package var weeks: Int
    /// So many were.
    package var kept: Int
    /// The day on which it begins; `null` where more weeks are to be kept.
    package var begins: CivilDate?
}

extension WaitingMessage {
    /// `nil` where the ritual waits for nothing, or has begun.
    package init?(of ritual: String, _ plan: Plan) {
        guard let progress = plan.progress(of: ritual) else {
            return nil
        }
        weeks = progress.weeks
        kept = min(progress.kept, progress.weeks)
        begins = progress.begins
    }
}
