package import CivilTime
import Foundation
import Household
import PlainText
package import Planning

extension Nudge {
    /// The nudge as JSON on one line, with sorted keys; the same bytes each time.
    package func json() throws -> [UInt8] {
        try WireJSON.bytes(of: self)
    }

    /// Body, what is remembered, and prompt, as far as there are any, with `separator` between them.
    func words(separator: String) -> String {
        [body, quote ?? "", prompt ?? ""].filter { !$0.isEmpty }.joined(separator: separator)
    }

    /// The title, then body and prompt on lines of their own.
    var wholeText: String {
        [title, words(separator: "\n")].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension String {
    /// The text on one line, without control characters.
    var onOneLine: String {
        withoutControls.split(separator: " ").joined(separator: " ")
    }
}

/// JSON as every channel writes it: on one line, with sorted keys, the same bytes each time.
///
/// Control characters are written as `\u009b`: a channel's output may be shown on a terminal.
enum WireJSON {
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(value)
        let text = String(decoding: data, as: UTF8.self)
        guard text.unicodeScalars.contains(where: \.isControlling) else {
            return [UInt8](data)
        }
        // In JSON such a character stands only inside a string, where an escape is allowed.
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar.isControlling {
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return [UInt8](escaped.utf8)
    }
}

extension Nudge {
    /// The `ritual` of a test nudge, by which the journal recognises one.
    package static let testRitual = "send-test"

    /// The `ritual` of nudges about a damaged ledger.
    package static let ledgerNotice = "ledger"
    /// The beginning of the `ritual` of nudges about a channel that is off; its name follows.
    package static let channelNotice = "channel-off"
    /// The `ritual` of the deliveries that put the calendar at its address.
    package static let calendarUpload = "calendar-upload"

    /// Whether the nudge is about the daemon itself, and not about a ritual.
    package var isNotice: Bool {
        [Self.ledgerNotice, Self.calendarUpload].contains(ritual)
            || ritual.hasPrefix("\(Self.channelNotice)-")
    }

    /// Returns the nudge that `ritualctl send-test` sends, for the partner and in the zone given.
    ///
    /// A test nudge is public, is delivered like any other, and expires after a minute.
    package static func test(for partner: String, at now: Instant, in zone: Zone) -> Nudge {
        let time = ZonedTime(instant: now, zone: zone)
        let key = StageKey(
            occurrence: OccurrenceKey(ritual: testRitual, start: time.local),
            stage: .start,
            partner: partner
        )
        return Nudge(
            key: key,
            title: "A test of this channel",
            body: "If you can read this, nudges reach you here.",
            occurrence: OccurrenceReference(key: key.occurrence, start: time, end: time),
            due: now,
            sensitivity: .public,
            expires: now + .seconds(60)
        )
    }
}
