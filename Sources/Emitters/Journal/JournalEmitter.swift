import CSystemd
import Glibc
import PlainText
package import Delivery
package import Planning

/// Sends each nudge to the journal with its fields, so that `journalctl RITUAL_ID=…` finds it.
package struct JournalEmitter: Emitting {
    /// Hands the fields of one entry to the journal; 0 or a negative errno.
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
            detail: "the journal: \(String(cString: strerror(-answer)))"
        )
    }

    /// Sends to the journal of this machine.
    ///
    /// sd_journal_sendv(3) says success where no journal listens, so that is asked first. What a
    /// terminal would act on is escaped: `journalctl -a` and other readers print it as it is.
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
