import CivilTime
import Foundation
import Planning

/// A nudge as a plain message (RFC 5322): some headers and a short text, always the same bytes.
struct MailMessage {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    let from: String
    let recipients: [String]

    /// The message about `nudge`, its lines ended as mail has them.
    ///
    /// `Message-ID` is the nudge's, so that a mailbox can tell a repeated attempt, and the date is
    /// when it was decided. Nothing in the nudge can begin a header of its own: the title is held on
    /// one line, and what is not ASCII is encoded.
    func bytes(for nudge: Nudge) -> [UInt8] {
        let nudge = nudge.discreet
        let domain = from.split(separator: "@").last ?? "localhost"
        var headers = [
            "Date: \(Self.date(nudge.due + nudge.late))",
            "From: rituald <\(from)>",
            "To: \(recipients.joined(separator: ",\r\n "))",
            "Message-ID: <\(nudge.id)@\(domain)>",
            "Subject: \(EncodedWords.write(nudge.title.onOneLine, after: "Subject: ".count))",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            // No automatic answer to it is wanted (RFC 3834 section 5).
            "Auto-Submitted: auto-generated",
        ]
        if nudge.isUrgent {
            headers.append("Importance: high")
        }
        let head = headers.joined(separator: "\r\n") + "\r\n\r\n"
        return Array((head + QuotedPrintable.write(Self.text(of: nudge))).utf8)
    }

    private static func text(of nudge: Nudge) -> String {
        let words = nudge.words(separator: "\n\n")
        return "\(words.isEmpty ? nudge.title : words)\n\n-- \nrituald\n"
    }

    /// `Fri, 09 Jan 2026 19:00:00 +0000` (RFC 5322 section 3.3).
    private static func date(_ instant: Instant) -> String {
        let local = ZonedTime(instant: instant, zone: .utc).local
        let date = local.date
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        let time = local.time
        let clock = [time.hour, time.minute, time.second].map(two).joined(separator: ":")
        return "\(weekdays[date.weekday.rawValue - 1]), \(two(date.day)) \(months[date.month - 1]) "
            + "\(date.year) \(clock) +0000"
    }
}
