import CivilTime
import Household
import Planning

/// What of a nudge is not a word of its own: its times as numbers, and its manner as one word that
/// all nudges to a partner share.
///
/// `NudgeParts(_:)` is `nil` for a nudge that could not be put together again as it is.
struct NudgeParts {
    /// Tone, sensitivity, urgency, actions, the offsets of start and end, and the zone.
    var manner: String
    /// The start as the partner's clock shows it, in seconds as if that clock showed UTC.
    var start: Int64
    /// From there to the end, in seconds as the clock shows them.
    var length: Int64

    /// What can be told of a nudge from its parts.
    struct Told {
        var occurrence: OccurrenceReference
        var tone: Tone
        var sensitivity: Sensitivity
        var isUrgent: Bool
        var actions: [NudgeAction]
    }

    init(manner: String, start: Int64, length: Int64) {
        self.manner = manner
        self.start = start
        self.length = length
    }

    init?(_ nudge: Nudge) {
        let reference = nudge.occurrence
        guard nudge.discreetTitle == nil, let start = Shown(reference.start, in: reference.zone),
            let end = Shown(reference.end, in: reference.zone)
        else {
            return nil
        }
        let actions = nudge.actions.map(\.rawValue).joined(separator: ",")
        let words = [
            nudge.tone.rawValue, nudge.sensitivity.rawValue, nudge.isUrgent ? "urgent" : "calm",
            actions.isEmpty ? "none" : actions, start.offset, end.offset, reference.zone,
        ]
        self.init(
            manner: words.joined(separator: " "),
            start: start.local.localSeconds,
            length: end.local.localSeconds - start.local.localSeconds
        )
        guard let told = told(of: reference.key), told.occurrence == reference,
            told.actions == nudge.actions, nudge.late == .seconds(nudge.late.components.seconds),
            nudge.ritual == reference.key.ritual, nudge.id == nudge.key.nudgeID
        else {
            return nil
        }
    }

    /// Puts it together again; `nil` where the manner is not one.
    func told(of key: OccurrenceKey) -> Told? {
        let words = manner.utf8.split(separator: UInt8(ascii: " "), maxSplits: 6)
            .map { String(Substring($0)) }
        guard words.count == 7, let tone = Tone(rawValue: words[0]),
            let sensitivity = Sensitivity(rawValue: words[1])
        else {
            return nil
        }
        let actions = words[3] == "none" ? [] : words[3].split(separator: ",").map(String.init)
        let known = actions.compactMap(NudgeAction.init)
        guard known.count == actions.count else {
            return nil
        }
        let begins = CivilDateTime(localSeconds: start)
        let ends = CivilDateTime(localSeconds: start.addingReportingOverflow(length).partialValue)
        return Told(
            occurrence: OccurrenceReference(
                key: key,
                start: Shown(local: begins, offset: words[4]).text(in: words[6]),
                end: Shown(local: ends, offset: words[5]).text(in: words[6]),
                zone: words[6]
            ),
            tone: tone,
            sensitivity: sensitivity,
            isUrgent: words[2] == "urgent",
            actions: known
        )
    }
}

/// A time as RFC 9557 writes it, in its parts: `2026-01-09T19:00:00`, `-07:00`.
private struct Shown {
    var local: CivilDateTime
    var offset: String

    init(local: CivilDateTime, offset: String) {
        self.local = local
        self.offset = offset
    }

    init?(_ text: String, in zone: String) {
        let time = Substring(text.utf8.dropLast(zone.utf8.count + 2))
        let clock = Substring(time.utf8.dropLast(6))
        guard let local = try? CivilDateTime(parsing: clock) else {
            return nil
        }
        self.init(local: local, offset: String(Substring(time.utf8.suffix(6))))
    }

    func text(in zone: String) -> String { "\(local)\(offset)[\(zone)]" }
}

extension OccurrenceReference {
    /// A reference with its times as they were written.
    init(key: OccurrenceKey, start: String, end: String, zone: String) {
        let epoch = ZonedTime(instant: Instant(secondsSinceEpoch: 0), zone: .utc)
        self.init(key: key, start: epoch, end: epoch)
        self.start = start
        self.end = end
        self.zone = zone
    }
}
