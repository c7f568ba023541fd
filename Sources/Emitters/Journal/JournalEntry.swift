package import Household
package import Planning

/// A nudge as an entry of the journal.
///
/// The message says what kind of nudge it is, and no words of the nudge: a journal is read by
/// administrators and copied into bug reports.
package struct JournalEntry: Hashable, Sendable {
    /// The fields in the order they are sent, each `NAME=value`.
    package let fields: [String]

    package init(_ nudge: Nudge) {
        fields = [
            "MESSAGE=\(Self.sentence(for: nudge))",
            "PRIORITY=\(nudge.isUrgent ? 4 : 5)",
            "MESSAGE_ID=\(Self.messageID(of: nudge))",
            "SYSLOG_IDENTIFIER=rituald",
            "RITUAL_ID=\(nudge.ritual)",
            "RITUAL_OCCURRENCE=\(nudge.occurrence.key)",
            "RITUAL_STAGE=\(nudge.stage)",
            "RITUAL_PARTNER=\(nudge.partner)",
            "RITUAL_NUDGE_ID=\(nudge.id)",
            "RITUAL_DUE=\(nudge.due)",
            "RITUAL_LATE=\(nudge.late.components.seconds)",
        ]
    }

    /// What is said of a nudge where its words may not be seen.
    package static func sentence(for nudge: Nudge) -> String {
        guard nudge.ritual != Nudge.testRitual else {
            return "A test nudge."
        }
        guard !nudge.isNotice else {
            return "rituald has something to say: see 'ritualctl status'."
        }
        return switch nudge.stage.kind {
        case .lead: "A ritual is coming."
        case .start: "A ritual begins."
        case .followUp: "Did a ritual happen?"
        case .nag: "Asked once more about a ritual."
        case .digest: "Several nudges in one."
        case .snooze: "A ritual that was put off comes back."
        case .end: "The time of a ritual is over."
        case .notice: "One partner has changed a plan."
        }
    }

    /// The message id of the nudge's stage; `docs/design/journal.md` lists them all.
    package static func messageID(of nudge: Nudge) -> String {
        nudge.ritual == Nudge.testRitual
            ? "\(family)40f" : messageID(of: nudge.stage.kind)
    }

    /// The message id of every nudge of that kind of stage.
    package static func messageID(of kind: Stage.Kind) -> String {
        "\(family)\(number(of: kind))"
    }

    private static let family = "3f1d8a52c0b94e7d9a6e5b1c7f20d"

    private static func number(of kind: Stage.Kind) -> String {
        switch kind {
        case .lead: "401"
        case .start: "402"
        case .followUp: "403"
        case .nag: "404"
        case .digest: "405"
        case .snooze: "407"
        case .end: "408"
        case .notice: "409"
        }
    }
}
