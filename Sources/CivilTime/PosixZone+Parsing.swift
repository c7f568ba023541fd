extension PosixZone {
    /// Reads a footer such as `EST5EDT,M3.2.0,M11.1.0`.
    init?(parsing text: String) {
        var reader = TextReader(text)
        guard let name = Self.name(&reader), let west = Self.time(&reader, hours: 24) else {
            return nil
        }
        let offset = Int32(-west)
        standard = LocalTimeKind(offset: offset, isDaylight: false, abbreviation: name)
        if reader.isAtEnd {
            daylight = nil
            return
        }
        guard let daylightName = Self.name(&reader) else { return nil }
        var daylightOffset = offset + 3600
        if let next = reader.next, next != 0x2C {
            guard let west = Self.time(&reader, hours: 24) else { return nil }
            daylightOffset = Int32(-west)
        }
        guard reader.take(","), let start = PosixDate(reading: &reader), reader.take(","),
            let end = PosixDate(reading: &reader), reader.isAtEnd
        else { return nil }
        daylight = Daylight(
            kind: LocalTimeKind(
                offset: daylightOffset,
                isDaylight: true,
                abbreviation: daylightName
            ),
            start: start,
            end: end
        )
    }

    /// Reads `EST` or `<+03>`.
    private static func name(_ reader: inout TextReader) -> String? {
        guard reader.take("<") else {
            let letters = reader.letters()
            return letters.utf8.count >= 3 ? letters : nil
        }
        var name = ""
        while true {
            let letters = reader.letters()
            if !letters.isEmpty {
                name += letters
            } else if reader.take("+") {
                name += "+"
            } else if reader.take("-") {
                name += "-"
            } else if let digit = reader.digits(1) {
                name += String(digit)
            } else {
                return reader.take(">") && name.utf8.count >= 3 ? name : nil
            }
        }
    }

    /// Reads `[+-]h[h][h][:mm[:ss]]` as seconds.
    fileprivate static func time(_ reader: inout TextReader, hours limit: Int) -> Int? {
        let isNegative = reader.take("-")
        if !isNegative { _ = reader.take("+") }
        guard let hours = reader.number(), hours <= limit else { return nil }
        var seconds = hours * 3600
        if reader.take(":") {
            guard let minutes = reader.digits(2), minutes < 60 else { return nil }
            seconds += minutes * 60
            if reader.take(":") {
                guard let rest = reader.digits(2), rest < 60 else { return nil }
                seconds += rest
            }
        }
        return isNegative ? -seconds : seconds
    }
}

extension PosixDate {
    init?(reading reader: inout TextReader) {
        guard let day = Self.day(&reader) else { return nil }
        var time = 2 * 3600
        if reader.take("/") {
            guard let given = PosixZone.time(&reader, hours: 167) else { return nil }
            time = given
        }
        self.init(day: day, time: time)
    }

    private static func day(_ reader: inout TextReader) -> Day? {
        if reader.take("M") {
            guard let month = reader.number(), (1...12).contains(month), reader.take("."),
                let week = reader.number(), (1...5).contains(week), reader.take("."),
                let weekday = reader.number(), (0...6).contains(weekday)
            else { return nil }
            return .weekdayOfMonth(month: month, week: week, weekday: weekday)
        }
        if reader.take("J") {
            guard let number = reader.number(), (1...365).contains(number) else { return nil }
            return .julian(number)
        }
        guard let number = reader.number(), (0...365).contains(number) else { return nil }
        return .dayOfYear(number)
    }
}
