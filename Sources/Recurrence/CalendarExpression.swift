import CivilTime

/// A calendar expression of systemd.time(7), such as `Sun *-*-* 10:00`.
///
/// ```swift
/// try CalendarExpression(parsing: "weekly").description == "Mon *-*-* 00:00:00"
/// ```
public struct CalendarExpression: Sendable {
    struct Fields: Hashable, Sendable {
        var weekdays: UInt8 = 0
        var year: CalendarField?
        var month: CalendarField?
        var day: CalendarField?
        var countsFromMonthEnd = false
        var hour: CalendarField? = CalendarField(0)
        var minute: CalendarField? = CalendarField(0)
        var second: CalendarField? = CalendarField(0)
    }

    /// The parts of the expression and its compiled plan, behind one reference.
    final class Body: Sendable {
        let fields: Fields
        let zoneIdentifier: String?
        let plan: LocalPlan

        init(_ fields: Fields, _ zoneIdentifier: String?) {
            self.fields = fields
            self.zoneIdentifier = zoneIdentifier
            plan = CalendarCompiler(fields: fields).plan()
        }
    }

    let body: Body
    var fields: Fields { body.fields }

    init(fields: Fields, zoneIdentifier: String?) {
        body = Body(fields, zoneIdentifier)
    }

    /// The zone at the expression's end, where it has one.
    ///
    /// ```swift
    /// try CalendarExpression(parsing: "10:00 Europe/Lisbon").zoneIdentifier == "Europe/Lisbon"
    /// ```
    public var zoneIdentifier: String? { body.zoneIdentifier }

    /// Whether any date and time matches the expression.
    ///
    /// ```swift
    /// try CalendarExpression(parsing: "*-02-29").canOccur
    /// try CalendarExpression(parsing: "*-02-30").canOccur == false
    /// ```
    public var canOccur: Bool { body.plan.shape != .empty }
}

extension CalendarExpression: Hashable {
    /// Whether two expressions have the same canonical form.
    public static func == (left: CalendarExpression, right: CalendarExpression) -> Bool {
        left.fields == right.fields && left.zoneIdentifier == right.zoneIdentifier
    }

    /// Hashes the parts of the expression.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(fields)
        hasher.combine(zoneIdentifier)
    }
}

extension CalendarExpression: CustomStringConvertible {
    /// The expression in the form that `systemd-analyze calendar` prints.
    ///
    /// ```swift
    /// let expression = try CalendarExpression(parsing: "Mon,Tue,Wed 9:30")
    /// expression.description == "Mon..Wed *-*-* 09:30:00"
    /// ```
    public var description: String {
        let day =
            "\(text(fields.year, 4))-\(text(fields.month, 2))"
            + "\(fields.countsFromMonthEnd ? "~" : "-")\(text(fields.day, 2))"
        let time =
            "\(text(fields.hour, 2)):\(text(fields.minute, 2)):\(text(fields.second, 2))"
        let parts = [weekdayText, day, time, zoneIdentifier].compactMap(\.self)
        return parts.joined(separator: " ")
    }

    private func text(_ field: CalendarField?, _ width: Int) -> String {
        field?.text(width: width) ?? "*"
    }

    /// The weekdays as systemd prints them: three or more in a row as a range; `nil` where all
    /// count.
    private var weekdayText: String? {
        guard fields.weekdays != 0, fields.weekdays != 0x7F else { return nil }
        var parts: [String] = []
        var index = 0
        while index < 7 {
            guard fields.weekdays >> UInt8(index) & 1 == 1 else {
                index += 1
                continue
            }
            var end = index
            while end < 6, fields.weekdays >> UInt8(end + 1) & 1 == 1 { end += 1 }
            let names = (index...end).map { Weekday(index: $0).abbreviation }
            if names.count >= 3 {
                parts.append("\(names[0])..\(names[names.count - 1])")
            } else {
                parts += names
            }
            index = end + 1
        }
        return parts.joined(separator: ",")
    }
}
