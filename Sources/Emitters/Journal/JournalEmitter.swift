import CSystemd
package import Delivery
import Glibc
package import Household
package import Planning
import PlainText

/// Sends each nudge to the journal with its fields, so that `journalctl RITUAL_ID=…` finds it.
package struct JournalEmitter: Emitting {
    /// Sends the fields of one entry to the journal; returns 0 or a negative errno.
    package typealias Sending = @Sendable ([String]) -> Int32

    private let send: Sending
    private let lane = BlockingLane(width: 1)

    package init(send: @escaping Sending = Self.sendToJournal) {
        self.send = send
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        let fields = JournalEntry(nudge).fields
        let send = send
        let answer = await lane.run { send(fields) }
        guard answer < 0 else {
            return DeliveryAttempt(.delivered, detail: "in the journal")
        }
        return DeliveryAttempt(
            .failed(retryAfter: nil),
            detail: "cannot write to the journal: \(String(cString: strerror(-answer)))"
        )
    }

    /// Sends to the journal of this machine.
    ///
    /// sd_journal_sendv(3) reports success even where no journal listens, so the socket is checked
    /// first. Control characters are escaped, because `journalctl -a` and other readers print them
    /// as they are.
    @Sendable package static func sendToJournal(_ fields: [String]) -> Int32 {
        guard access("/run/systemd/journal/socket", W_OK) == 0 else {
            return -errno
        }
        var vectors: [iovec] = []
        var copies: [UnsafeMutablePointer<CChar>] = []
        defer { copies.forEach { free($0) } }
        for field in fields {
            guard let copy = strdup(field.escapingControls()) else {
                return -ENOMEM
            }
            copies.append(copy)
            vectors.append(iovec(iov_base: copy, iov_len: strlen(copy)))
        }
        return sd_journal_sendv(vectors, Int32(vectors.count))
    }
}

/// A nudge as an entry of the journal.
///
/// The message has the kind of the nudge and none of its text, because administrators read a
/// journal and people copy it into bug reports.
package struct JournalEntry: Hashable, Sendable {
    /// The fields in the order they are sent, each `NAME=value`.
    package let fields: [String]

    package init(_ nudge: Nudge) {
        var fields = [
            "MESSAGE=\(Self.sentence(for: nudge))",
            "PRIORITY=\(nudge.isUrgent ? 4 : 5)",
            "MESSAGE_ID=\(Self.messageID(of: nudge))",
            "SYSLOG_IDENTIFIER=rituald",
            "RITUAL_ID=\(nudge.ritual)",
            "RITUAL_OCCURRENCE=\(nudge.occurrence.key)",
            "RITUAL_STAGE=\(nudge.stage)",
        ]
        fields += nudge.partners.map { "RITUAL_PARTNER=\($0)" }
        fields += [
            "RITUAL_NUDGE_ID=\(nudge.id)",
            "RITUAL_DUE=\(nudge.due)",
            "RITUAL_LATE=\(nudge.late.components.seconds)",
        ]
        self.fields = fields
    }

    /// The message, which says what kind of nudge it is, without its title and text.
    package static func sentence(for nudge: Nudge) -> String {
        guard nudge.ritual != Nudge.testRitual else {
            return "A test nudge."
        }
        guard !nudge.isNotice else {
            return "rituald has something to say: see 'ritualctl status'."
        }
        return nudge.stage.kind.entry.sentence
    }

    /// The message id of the nudge's stage; `docs/design/journal.md` lists them all.
    package static func messageID(of nudge: Nudge) -> String {
        nudge.ritual == Nudge.testRitual ? "\(family)40f" : messageID(of: nudge.stage.kind)
    }

    /// The message id of every nudge of that kind of stage.
    package static func messageID(of kind: Stage.Kind) -> String {
        "\(family)\(kind.entry.number)"
    }

    private static let family = "3f1d8a52c0b94e7d9a6e5b1c7f20d"
}

extension Stage.Kind {
    /// The last digits of the stage's message id, and the message.
    fileprivate var entry: (number: String, sentence: String) {
        switch self {
        case .lead: ("401", "A ritual is coming.")
        case .start: ("402", "A ritual begins.")
        case .followUp: ("403", "Did a ritual happen?")
        case .nag: ("404", "Asked once more about a ritual.")
        case .digest: ("405", "Several nudges in one.")
        case .snooze: ("407", "A ritual that was put off comes back.")
        case .end: ("408", "The time of a ritual is over.")
        case .notice: ("409", "One partner has changed a plan.")
        }
    }
}

/// Finds out whether a descriptor writes to the journal.
package enum JournalStream {
    /// Returns whether `descriptor` is the stream to the journal that `name` identifies.
    ///
    /// `name` is `$JOURNAL_STREAM`: the device and the inode of the journal's stream
    /// (systemd.exec(5)).
    package static func isBehind(_ descriptor: Int32, named name: String?) -> Bool {
        guard let parts = name?.split(separator: ":"), parts.count == 2 else {
            return false
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            return false
        }
        return UInt64(parts[0]) == UInt64(status.st_dev)
            && UInt64(parts[1]) == UInt64(status.st_ino)
    }
}
