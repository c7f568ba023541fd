package import CivilTime

/// The name of one occurrence: `RITUAL@LOCAL-START`, such as `date-night@2026-01-09T19:00`.
///
/// The start is the *scheduled* wall time. It stays when the occurrence is snoozed or moved, and
/// when the law of the zone changes. An elapsed step (`every = "30m"`) can reach the same wall time
/// twice in one fold; the second of the two ends in `+2`.
package struct OccurrenceKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var ritual: String
    package var start: CivilDateTime
    package var isSecondOfFold: Bool

    package init(ritual: String, start: CivilDateTime, isSecondOfFold: Bool = false) {
        self.ritual = ritual
        self.start = start
        self.isSecondOfFold = isSecondOfFold
    }

    /// Reads a key as `description` writes it; `nil` where the text is not one.
    package init?(parsing text: some StringProtocol) {
        guard let at = text.lastIndex(of: "@") else {
            return nil
        }
        var local = text[text.index(after: at)...]
        let isSecond = local.hasSuffix("+2")
        if isSecond {
            local = local.dropLast(2)
        }
        guard let start = try? CivilDateTime(parsing: local), at > text.startIndex else {
            return nil
        }
        self.init(ritual: String(text[..<at]), start: start, isSecondOfFold: isSecond)
    }

    package var description: String {
        "\(ritual)@\(start.short)\(isSecondOfFold ? "+2" : "")"
    }

    package static func < (left: OccurrenceKey, right: OccurrenceKey) -> Bool {
        (left.start, left.ritual, left.isSecondOfFold ? 1 : 0)
            < (right.start, right.ritual, right.isSecondOfFold ? 1 : 0)
    }
}
