import CivilTime
import ControlAPI
import Household
import PlainText

/// The parts of a sentence about a hold.
struct HoldSentence {
    let hold: HoldMessage
    let context: CommandContext

    private var relative: RelativeTime { context.relativeTime(in: hold.zone) }

    /// `Date night`, or `everything`.
    var what: String { hold.title?.withoutControls ?? "everything" }

    /// The same at the beginning of a sentence.
    var subject: String { hold.title == nil ? "Everything" : what }

    /// `Fri 16 Jan (in 7 days)`.
    var until: String {
        let local = relative.zone.local(at: hold.until)
        let isNear = hold.until < relative.now + .seconds(2 * 86_400)
        // A day that is named as a day is as far away as the calendar has it.
        let distance =
            local.time == .midnight && !isNear
            ? relative.distance(to: local.date) : relative.distance(to: hold.until)
        return "\(end) (\(distance))"
    }

    /// `Fri 16 Jan`.
    var end: String { moment(hold.until) }

    /// `: “exams”`, or nothing.
    var reason: String { hold.reason.map { ": “\($0.withoutControls)”" } ?? "" }

    /// `Fri 9 Jan 20:15 to Fri 16 Jan`, up to where it really held.
    var span: String {
        "\(moment(hold.from)) to \(moment(hold.released ?? hold.until))"
    }

    /// A midnight is named by its day.
    private func moment(_ instant: Instant) -> String {
        let local = relative.zone.local(at: instant)
        return local.time == .midnight ? relative.day(local.date) : relative.moment(instant)
    }
}
