import CivilTime
import Foundation
import Household
import Planning

/// Writes a nudge as a plain message (RFC 5322): some headers and a short text, always the same
/// bytes.
struct MailMessage {
    let from: String
    let recipients: [String]

    /// Returns the message about `nudge`, with lines that end in CR LF.
    ///
    /// `Message-ID` has the nudge's id, so that a mailbox can recognise a repeated attempt; `Date`
    /// is when the nudge was decided. No text of the nudge can begin another header: the title is
    /// put on one line, and characters outside ASCII are encoded.
    func bytes(for nudge: Nudge) -> [UInt8] {
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
            // This header asks for no automatic replies (RFC 3834 section 5).
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
        let day = "\(date.weekday.name.prefix(3)), \(two(date.day))"
        return "\(day) \(Phrase.month(date.month).prefix(3)) \(date.year) \(clock) +0000"
    }
}

/// Text in the encoding `quoted-printable` (RFC 2045 section 6.7): readable as it is where it is ASCII.
enum QuotedPrintable {
    private static let lineLength = 76

    /// Returns `text` with lines of at most 76 characters that end in CR LF.
    static func write(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.map { line(Array($0.utf8)) }.joined(separator: "\r\n")
    }

    private static func line(_ bytes: [UInt8]) -> String {
        var line = ""
        var length = 0
        for (place, byte) in bytes.enumerated() {
            let isLast = place == bytes.count - 1
            let piece = write(byte, isLast: isLast)
            // The last column is for the mark of a soft line break.
            if length + piece.count > lineLength - (isLast ? 0 : 1) {
                line += "=\r\n"
                length = 0
            }
            line += piece
            length += piece.count
        }
        return line
    }

    private static func write(_ byte: UInt8, isLast: Bool) -> String {
        switch byte {
        // A blank at the end of a line may be lost on the way.
        case 0x20 where !isLast, 0x21...0x3c, 0x3e...0x7e:
            return String(UnicodeScalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            return (digits.count == 1 ? "=0" : "=") + digits
        }
    }
}

/// Text in a header, as RFC 2047 encodes it: `=?utf-8?B?…?=`, no word longer than 75 characters.
enum EncodedWords {
    /// The bytes in one encoded word, which then has at most 75 characters.
    private static let bytesInWord = 45
    private static let lineLength = 76

    /// Returns `text`, which has no line break, for a header line that already has `used`
    /// characters.
    ///
    /// ASCII that fits on the line and cannot be taken for an encoded word stays as it is.
    static func write(_ text: String, after used: Int) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
        if isPlain, !text.contains("=?"), used + text.utf8.count <= lineLength {
            return text
        }
        var words: [String] = []
        var word: [UInt8] = []
        var room = bytesInWord - used
        // A word holds whole characters (section 5), so it is cut between them.
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if word.count + bytes.count > room {
                words.append(encoded(word))
                word = []
                room = bytesInWord
            }
            word += bytes
        }
        words.append(encoded(word))
        return words.joined(separator: "\r\n ")
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
    }
}
