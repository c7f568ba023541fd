/// Refuses combinations of parts that RFC 5545 section 3.3.10 and RFC 7529 section 4 forbid.
struct RuleCheck {
    let rule: RecurrenceRule
    let parts: [(name: String, value: TextPiece)]
    let body: TextPiece

    func run() throws(RecurrenceError) {
        if let count = value("COUNT"), rule.until != nil {
            throw count.error("COUNT", "allowed beside UNTIL: give one of the two")
        }
        let frequency = rule.frequency
        try forbid("BYWEEKNO", unless: frequency == .yearly, "allowed unless FREQ is YEARLY")
        try forbid("BYMONTHDAY", unless: frequency != .weekly, "allowed where FREQ is WEEKLY")
        try forbid(
            "BYYEARDAY",
            unless: ![.daily, .weekly, .monthly].contains(frequency),
            "allowed where FREQ is DAILY, WEEKLY or MONTHLY"
        )
        try checkOrdinals()
        if let positions = value("BYSETPOS"), !hasOtherPart {
            throw positions.error("BYSETPOS", "allowed without another BY part to choose from")
        }
        if let skip = value("SKIP"), !rule.namesCalendar {
            throw skip.error("SKIP", "allowed without RSCALE=GREGORIAN")
        }
    }

    private var hasOtherPart: Bool {
        parts.contains { $0.name.hasPrefix("BY") && $0.name != "BYSETPOS" }
    }

    private func checkOrdinals() throws(RecurrenceError) {
        guard let value = value("BYDAY"), rule.byDay.contains(where: { $0.ordinal != 0 }) else {
            return
        }
        let limit = rule.frequency == .monthly ? 5 : 53
        for piece in value.split(",") {
            let number = piece[..<(piece.bytes.endIndex - 2)]
            guard let ordinal = number.integer(signed: true) else { continue }
            guard [.monthly, .yearly].contains(rule.frequency) else {
                throw piece.error("BYDAY", "a weekday alone: only MONTHLY and YEARLY number them")
            }
            guard rule.byWeekNumber.isEmpty else {
                throw piece.error("BYDAY", "a weekday alone: beside BYWEEKNO it has no number")
            }
            guard abs(ordinal) <= limit else {
                throw piece.error(
                    "BYDAY",
                    "a weekday with a number from 1 to \(limit) or from -\(limit) to -1"
                )
            }
        }
    }

    private func value(_ name: String) -> TextPiece? {
        parts.first { $0.name == name }?.value
    }

    private func forbid(
        _ name: String,
        unless isAllowed: Bool,
        _ allowed: String
    ) throws(RecurrenceError) {
        guard let value = value(name), !isAllowed else { return }
        throw value.error(name, allowed)
    }
}
