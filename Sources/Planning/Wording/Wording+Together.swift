import CivilTime
import Household

// What is said of the other's clock, where a ritual is at a time at which all are awake.

extension Wording {
    /// What a stage says of the clocks of the others; empty where they show the same.
    func elsewhere(_ step: LadderStep, _ occurrence: OpenOccurrence) -> String {
        guard ritual.sharedTime != nil, [.lead, .start, .snooze].contains(step.stage.kind) else {
            return ""
        }
        let times = others.compactMap { time(for: $0, at: occurrence.start) }
        let changes = isNearest(step) ? others.compactMap { change(for: $0, occurrence) } : []
        return (times + changes).map { " " + $0 }.joined()
    }

    /// Says what another's clock shows: `For Sam it is 02:30 on Saturday`.
    private func time(for other: Partner, at start: Instant) -> String? {
        let (own, local) = (partner.zone.local(at: start), other.zone.local(at: start))
        guard own != local else {
            return nil
        }
        let day = own.date == local.date ? "" : " on \(local.date.weekday.name)"
        return "For \(other.name) it is \(local.time.toTheMinute)\(day)."
    }

    /// Says that the clocks are going to be another distance apart than usual, and for how long.
    ///
    /// It is said once, before the next time at which the clocks are another distance apart than usual.
    private func change(for other: Partner, _ occurrence: OpenOccurrence) -> String? {
        guard let following,
            let distance = ClockDistance(
                of: other.zone,
                from: partner.zone,
                changingAfter: occurrence.start,
                by: following
            )
        else {
            return nil
        }
        let until = distance.until > distance.from ? " to \(Self.worded(distance.until))" : " on"
        return "From \(Self.worded(distance.from))\(until) \(other.name)'s clock is "
            + "\(Self.apart(distance.seconds, whose: " yours")); usually it is "
            + "\(Self.apart(distance.usual, whose: ""))."
    }

    private static func worded(_ date: CivilDate) -> String {
        "\(date.weekday.name) \(date.day) \(Phrase.month(date.month))"
    }

    private static func apart(_ seconds: Int, whose: String) -> String {
        let length = Phrase.length(.seconds(abs(seconds)))
        return switch seconds {
        case 0: whose.isEmpty ? "the same" : "the same as\(whose)"
        case 0...: "\(length) ahead" + (whose.isEmpty ? "" : " of\(whose)")
        default: "\(length) behind\(whose)"
        }
    }

    /// Whether a stage is the last of the ladder up to the start.
    private func isNearest(_ step: LadderStep) -> Bool {
        step.stage == .start
            || step.stage.kind == .lead && ritual.ladder.rungs.last?.stage == step.stage
    }
}
