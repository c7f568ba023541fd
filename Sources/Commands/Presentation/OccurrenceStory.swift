import CivilTime
import ControlAPI
import Delivery
import Household
import PlainText
import Planning

/// What happened to one occurrence, what was said of it and what is still to come, in order.
struct OccurrenceStory {
    struct Line {
        var at: Instant
        /// Of lines at one instant: what was said comes before what was decided on it.
        var rank: Int
        var text: String
        /// What belongs to it, set in below.
        var details: [String] = []
    }

    let occurrence: WhyMessage.Occurrence
    let relative: RelativeTime
    let style: Style

    var lines: [Line] {
        let lines = decided + occurrence.outcomes.map(said) + passed + ahead
        return lines.sorted { ($0.at, $0.rank) < ($1.at, $1.rank) }
    }

    /// One line for all partners about whom the same was decided at the same moment.
    private var decided: [Line] {
        grouped(occurrence.decisions.filter { !isSameLead($0) }) {
            [$0.at, $0.stage, $0.decision, $0.reason, $0.due] as [AnyHashable]
        }.map { group in
            let first = group[0]
            let own = occurrence.deliveries.filter { delivery in
                group.contains { $0.nudge != nil && $0.nudge == delivery.nudge(for: $0.partner) }
            }
            let verdict = "\(colour(first.decision)), \(first.reason.withoutControls)"
            return Line(
                at: first.at,
                rank: 1,
                text: "\(what(first.stage, group.map(\.partner))): \(verdict)\(due(first))",
                details: delivered(own, toAll: group.count, decided: first.at)
            )
        }
    }

    /// Whether another lead of the same moment has told it, such as `24h` beside `1d`.
    private func isSameLead(_ decided: WhyMessage.Decided) -> Bool {
        decided.decision == .coalesced && decided.stage.kind == .lead
            && occurrence.decisions.contains { other in
                other.nudge == decided.nudge && other.due == decided.due
                    && other.partner == decided.partner && other.stage.kind == .lead
                    && [.fired, .late].contains(other.decision)
            }
    }

    private func isSameLead(_ ahead: WhyMessage.Ahead) -> Bool {
        ahead.decision == .coalesced && ahead.stage.kind == .lead
            && occurrence.ahead.contains { other in
                other.due == ahead.due && other.partner == ahead.partner
                    && other.stage.kind == .lead
                    && ahead.reason == "told as \(other.stage) of \(occurrence.occurrence)"
            }
    }

    /// When it was due, where that was another minute and the reason does not say how late it was.
    private func due(_ decided: WhyMessage.Decided) -> String {
        let isSaid = [.late, .expired].contains(decided.decision)
        return isSaid || isNear(decided.due, decided.at)
            ? "" : "; due \(relative.moment(decided.due))"
    }

    private func isNear(_ one: Instant, _ other: Instant) -> Bool {
        abs(one.secondsSinceEpoch - other.secondsSinceEpoch) < 60
    }

    /// A channel by itself where all partners fared alike on it, else with their names.
    private func delivered(
        _ deliveries: [DeliveryMessage],
        toAll count: Int,
        decided: Instant
    ) -> [String] {
        grouped(deliveries) {
            [$0.channel, $0.state, $0.detail, $0.attempts, when($0, decided)] as [AnyHashable]
        }.map { group in
            let first = group[0]
            let partners = group.flatMap(\.partners)
            let who = partners.count == count ? "" : " for \(names(partners))"
            if let wait = first.wait {
                return "\(first.channel.withoutControls)\(who): \(style.warning(first.stateWord)), "
                    + wait.phrase(relative.moment)
            }
            let tries = first.attempts > 1 ? " after \(first.attempts) attempts" : ""
            let detail = first.detail.map { " (\($0.withoutControls))" } ?? ""
            let channel = first.channel.withoutControls
            let state = colour(first.state)
            return "\(channel)\(who): \(state)\(when(first, decided))\(tries)\(detail)"
        }
    }

    /// When it came to that, where it was not at once, or when the next attempt is.
    private func when(_ delivery: DeliveryMessage, _ decided: Instant) -> String {
        if let next = delivery.nextAttempt {
            return ", next \(relative.moment(next))"
        }
        return isNear(delivery.updated, decided) ? "" : " \(relative.moment(delivery.updated))"
    }

    private var passed: [Line] {
        grouped(occurrence.passed) { [$0.due, $0.stage, $0.reason] as [AnyHashable] }.map { group in
            let reason = group[0].reason.withoutControls
            return Line(
                at: group[0].due,
                rank: 1,
                text: "\(what(group[0].stage, group.map(\.partner))): not told, \(reason)"
            )
        }
    }

    private var ahead: [Line] {
        grouped(occurrence.ahead.filter { !isSameLead($0) }) {
            [$0.due, $0.stage, $0.decision, $0.reason, $0.channels] as [AnyHashable]
        }.map { group in
            let planned = "\(what(group[0].stage, group.map(\.partner))): \(plan(group[0]))"
            return Line(at: group[0].due, rank: 2, text: style.faint(planned))
        }
    }

    /// What is planned, as things stand now.
    private func plan(_ ahead: WhyMessage.Ahead) -> String {
        guard let decision = ahead.decision else {
            return "to come"
        }
        let reason = (ahead.reason ?? "").withoutControls
        guard [.fired, .late].contains(decision) else {
            return "will be \(decision), \(reason)"
        }
        let note = reason == "in time" ? "" : ", \(reason.replacing("in time; ", with: ""))"
        return ahead.channels.isEmpty
            ? "to come\(note)" : "to come by \(names(ahead.channels))\(note)"
    }

    private func what(_ stage: Stage, _ partners: [String]) -> String {
        "\(stage) for \(names(partners))"
    }

    /// What has equal keys stands together, in the order of each first.
    private func grouped<Element>(
        _ elements: [Element],
        by key: (Element) -> [AnyHashable]
    ) -> [[Element]] {
        var groups: [[Element]] = []
        var places: [[AnyHashable]: Int] = [:]
        for element in elements {
            let key = key(element)
            if let place = places[key] {
                groups[place].append(element)
            } else {
                places[key] = groups.count
                groups.append([element])
            }
        }
        return groups
    }

    private func names(_ partners: [String]) -> String {
        let names = partners.map(\.withoutControls)
        guard names.count > 1, let last = names.last else {
            return names.joined()
        }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }

    private func said(_ said: WhyMessage.Said) -> Line {
        let who = said.partner?.withoutControls ?? "you"
        let to = said.to.map(place) ?? "another time"
        let what =
            switch said.outcome {
            case .skipped: "\(who) \(style.strong("skipped")) it"
            case .snoozed: "\(who) \(style.strong("snoozed")) it until \(to)"
            case .moved: "\(who) \(style.strong("moved")) it to \(to)"
            case .paused: "\(who) \(style.strong("called a pause")) until \(to)"
            case .step:
                "\(who) said \(style.strong("\(said.step?.withoutControls ?? "a step") done"))"
            case .done, .begun: "\(who) said \(style.strong(said.outcome.rawValue))"
            }
        let note = said.note.map { ": “\($0.withoutControls)”" } ?? ""
        let undone = said.undone.map { ", taken back \(relative.moment($0))" } ?? ""
        return Line(at: said.at, rank: 0, text: what + note + undone)
    }

    /// An instant as the household's clock shows it, a local time as it is.
    private func place(_ to: MovedOrSnoozed) -> String {
        switch to {
        case .snoozed(let until): relative.moment(until)
        case .moved(let local): "\(relative.day(local.date)) \(local.time.toTheMinute)"
        }
    }

    private func colour(_ verdict: Verdict) -> String {
        let word = verdict.rawValue
        return switch verdict {
        case .fired: style.good(word)
        case .late, .coalesced: style.warning(word)
        case .expired: style.bad(word)
        case .absorbed, .held, .cancelled: word
        }
    }

    private func colour(_ state: Delivery.State) -> String {
        let word = state.rawValue
        return switch state {
        case .delivered: style.good(word)
        case .pending, .sending: style.warning(word)
        case .dead, .expired: style.bad(word)
        case .withdrawn: word
        }
    }
}
