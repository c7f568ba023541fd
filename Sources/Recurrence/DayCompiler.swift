import CivilTime

/// Compiles a rule whose periods are days or shorter to a plan.
///
/// Units of `unit` seconds are numbered from 1970; a unit counts if its number has the start's
/// residue modulo INTERVAL. A day has `perDay` units, so the times of a day repeat after
/// `INTERVAL / gcd(INTERVAL, perDay)` days: each day of such a cycle has its own list of times.
struct DayCompiler {
    let rule: RecurrenceRule
    let start: CivilDateTime

    func plan(unit: Int, allowed: [Int], items: [Int32]) -> LocalPlan {
        let perDay = 86_400 / unit
        let common = Self.greatestDivisor(rule.interval, perDay)
        let modulus = rule.interval / common
        let phase = Int(
            CalendarMath.floorModulo(
                CalendarMath.floorDivide(start.localSeconds, Int64(unit)),
                Int64(rule.interval)
            )
        )
        let inverse = Self.inverse(of: perDay / common % max(modulus, 1), modulo: modulus)
        var units: [(residue: Int, unit: Int)] = []
        for number in allowed where CalendarMath.floorModulo(phase - number, common) == 0 {
            let steps = CalendarMath.floorModulo((phase - number) / common, modulus)
            let product = steps.multipliedFullWidth(by: inverse)
            units.append((modulus.dividingFullWidth(product).remainder, number))
        }
        let filter = DayFilter(rule: rule).rows()
        guard !units.isEmpty, !items.isEmpty, filter?.contains(where: { $0 != 0 }) ?? true else {
            return .empty
        }
        units.sort { ($0.residue, $0.unit) < ($1.residue, $1.unit) }
        return assemble(units, unit: unit, items: items, modulus: modulus, filter: filter ?? [])
    }

    private func assemble(
        _ units: [(residue: Int, unit: Int)],
        unit: Int,
        items: [Int32],
        modulus: Int,
        filter: [UInt64]
    ) -> LocalPlan {
        var classes: [Int] = []
        var classStarts: [Int32] = []
        var times: [Int32] = []
        times.reserveCapacity(units.count * items.count)
        for (residue, number) in units {
            if classes.last != residue {
                classes.append(residue)
                classStarts.append(Int32(times.count))
            }
            for item in items { times.append(Int32(number * unit) + item) }
        }
        classStarts.append(Int32(times.count))
        let days = DayPattern(
            filter: filter,
            years: [],
            modulus: modulus,
            classes: classes,
            classStarts: classStarts
        )
        guard days.canMatch else { return .empty }
        return LocalPlan(
            shape: .days,
            times: times,
            days: days,
            first: start.localSeconds
        )
    }

    static func greatestDivisor(_ left: Int, _ right: Int) -> Int {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }

    /// Returns the modular inverse of `value`, which has no common divisor with `modulus`.
    private static func inverse(of value: Int, modulo modulus: Int) -> Int {
        guard modulus > 1 else { return 0 }
        var (remainder, next) = (value, modulus)
        var (factor, nextFactor) = (1, 0)
        while next != 0 {
            let quotient = remainder / next
            (remainder, next) = (next, remainder - quotient * next)
            (factor, nextFactor) = (nextFactor, factor - quotient * nextFactor)
        }
        return CalendarMath.floorModulo(factor, modulus)
    }
}

extension DayPattern {
    /// Whether any day of the calendar's 400-year cycle passes the filter and can have the residue
    /// of a class.
    ///
    /// The cycle has 146,097 days. Over all cycles a day takes every residue that agrees with its
    /// own modulo the greatest common divisor of `modulus` and 146,097, so only the residues modulo
    /// that divisor are compared.
    var canMatch: Bool {
        guard !filter.isEmpty else { return true }
        let common = DayCompiler.greatestDivisor(modulus, CalendarMath.daysPerCycle)
        guard common > 1 else { return true }
        let wanted = Set(classes.map { $0 % common })
        var place = DayFilterPlace()
        let end = CalendarMath.yearStart(2400)
        var day = CalendarMath.yearStart(2000)
        while let found = place.first(from: day, in: self), found < end {
            if wanted.contains(CalendarMath.floorModulo(found, common)) { return true }
            day = found + 1
        }
        return false
    }
}
