import CivilTime

/// A maker of rules from the whole grammar of RFC 5545, the same ones for the same seed.
struct RuleGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func pick<T>(_ values: [T]) -> T {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private mutating func numbers(_ range: ClosedRange<Int>, _ most: Int, negative: Bool) -> String
    {
        (0..<Int.random(in: 1...most, using: &random)).map { _ in
            let number = Int.random(in: range, using: &random)
            return negative && chance(40) ? "-\(number)" : "\(number)"
        }.joined(separator: ",")
    }

    private mutating func weekdays(ordinals: Int?) -> String {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let day = pick(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
            guard let ordinals, chance(60) else { return day }
            let number = Int.random(in: 1...ordinals, using: &random)
            return (chance(40) ? "-\(number)" : "\(number)") + day
        }.joined(separator: ",")
    }

    /// Returns a start and a rule.
    mutating func next() -> (start: String, rule: String) {
        let frequency = pick([
            "YEARLY", "YEARLY", "YEARLY", "YEARLY", "YEARLY", "MONTHLY", "MONTHLY", "MONTHLY",
            "MONTHLY", "WEEKLY", "WEEKLY", "WEEKLY", "DAILY", "DAILY", "DAILY", "HOURLY", "HOURLY",
            "MINUTELY", "SECONDLY",
        ])
        var parts = ["FREQ=\(frequency)"]
        if chance(40) { parts.append("INTERVAL=\(Int.random(in: 1...20, using: &random))") }
        appendDayParts(frequency, &parts)
        appendTimeParts(frequency, &parts)
        if chance(15), parts.contains(where: { $0.hasPrefix("BY") }) {
            parts.append("BYSETPOS=\(numbers(1...6, 2, negative: true))")
        }
        if chance(25) { parts.append("WKST=\(pick(["MO", "SU", "TU", "FR", "SA"]))") }
        if chance(20) { parts.append("COUNT=\(Int.random(in: 1...50, using: &random))") }
        return (start(), parts.joined(separator: ";"))
    }

    private mutating func start() -> String {
        let days = Int.random(in: 10_000..<20_000, using: &random)
        let time = chance(50) ? 32_400 : Int.random(in: 0..<86_400, using: &random)
        let local = CivilDateTime(CivilDate(epochDay: days), ClockTime(secondOfDay: time))
        return local.description.filter { $0 != "-" && $0 != ":" }
    }

    private mutating func appendDayParts(_ frequency: String, _ parts: inout [String]) {
        let isYearly = frequency == "YEARLY"
        let hasWeek = isYearly && chance(15)
        if chance(30), !hasWeek { parts.append("BYMONTH=\(numbers(1...12, 3, negative: false))") }
        if hasWeek { parts.append("BYWEEKNO=\(numbers(1...53, 3, negative: true))") }
        let allowsYearDay = !["DAILY", "WEEKLY", "MONTHLY"].contains(frequency)
        if allowsYearDay, chance(12) {
            parts.append("BYYEARDAY=\(numbers(1...366, 4, negative: true))")
        }
        if frequency != "WEEKLY", chance(25) {
            parts.append("BYMONTHDAY=\(numbers(1...31, 3, negative: true))")
        }
        if chance(35) {
            let ordinals = hasWeek ? nil : isYearly ? 53 : frequency == "MONTHLY" ? 5 : nil
            let hasMonth = parts.contains { $0.hasPrefix("BYMONTH=") }
            parts.append("BYDAY=\(weekdays(ordinals: isYearly && hasMonth ? 5 : ordinals))")
        }
    }

    private mutating func appendTimeParts(_ frequency: String, _ parts: inout [String]) {
        if chance(20) { parts.append("BYHOUR=\(numbers(0...23, 3, negative: false))") }
        if chance(15) { parts.append("BYMINUTE=\(numbers(0...59, 3, negative: false))") }
        if chance(10) { parts.append("BYSECOND=\(numbers(0...59, 3, negative: false))") }
    }
}
