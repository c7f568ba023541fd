/// A maker of calendar expressions of systemd.time(7), the same ones for the same seed.
struct ExpressionGenerator {
    private var random: SeededGenerator
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func next() -> String {
        if chance(5) {
            return pick([
                "minutely", "hourly", "daily", "weekly", "monthly", "quarterly", "semiannually",
                "yearly",
            ])
        }
        var parts: [String] = []
        if chance(40) { parts.append(weekdays()) }
        if chance(75) { parts.append(date()) }
        if parts.isEmpty || chance(80) { parts.append(time()) }
        return parts.joined(separator: " ")
    }

    private mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func pick<T>(_ values: [T]) -> T { values[number(0...values.count - 1)] }

    private mutating func weekdays() -> String {
        (0..<number(1...2)).map { _ in
            let first = number(0...6)
            let last = number(first...6)
            return first == last || chance(50)
                ? Self.days[first] : "\(Self.days[first])..\(Self.days[last])"
        }.joined(separator: ",")
    }

    private mutating func date() -> String {
        let year = chance(80) ? "*" : field(1990...2060, any: 0)
        let month = field(1...12, any: 50)
        let fromEnd = chance(20)
        let day =
            fromEnd ? "\(number(2...9))\(pick(["", "/1", ",12", "..12"]))" : field(1...31, any: 30)
        return "\(year)-\(month)\(fromEnd ? "~" : "-")\(day)"
    }

    private mutating func time() -> String {
        let hourMinute = "\(field(0...23, any: 15)):\(field(0...59, any: 15))"
        return chance(70) ? hourMinute : hourMinute + ":" + field(0...59, any: 10)
    }

    private mutating func field(_ range: ClosedRange<Int>, any: Int) -> String {
        if chance(any) { return "*" }
        return (0..<number(1...2)).map { _ in element(range) }.joined(separator: ",")
    }

    private mutating func element(_ range: ClosedRange<Int>) -> String {
        let start = number(range)
        switch number(0...9) {
        case 0...1 where start < range.upperBound:
            return "\(start)..\(number(start + 1...range.upperBound))"
        case 2 where start + 1 < range.upperBound:
            return "\(start)..\(number(start + 1...range.upperBound))/\(number(1...9))"
        case 3...4 where start < range.upperBound:
            return "\(start)/\(number(1...range.upperBound - start))"
        default: return "\(start)"
        }
    }
}
