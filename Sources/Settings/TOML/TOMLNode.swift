import PlainText

/// One value of a TOML document, with where it was written.
struct TOMLNode: Sendable {
    enum Value: Sendable {
        case table([TOMLEntry])
        case array([TOMLNode])
        case string(String)
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        case moment(TOMLMoment)
    }

    var value: Value
    /// Where it begins: the quote of a string, the bracket of a list, the `[` of a header.
    var position: TextPosition
    /// One column behind its last character; of a table with a header, that of the header.
    var end: TextPosition

    var isEmptyList: Bool {
        if case .array(let elements) = value { elements.isEmpty } else { false }
    }

    /// What was given, for a message: `'abc'`, `the integer 3`, `a list`.
    var given: String {
        switch value {
        case .table: "a table"
        case .array: "a list"
        case .string(let text): quoted(text)
        case .integer(let number): "the integer \(number)"
        case .float(let number): "the number \(number)"
        case .boolean(let flag): "\(flag)"
        case .moment(let moment): moment.given
        }
    }
}

/// A key of a table with its value.
struct TOMLEntry: Sendable {
    var key: String
    var keyPosition: TextPosition
    var node: TOMLNode
}

/// A local date, a local time, or both with or without an offset, as it was written.
struct TOMLMoment: Sendable {
    struct Date: Sendable {
        var year: Int
        var month: Int
        var day: Int
    }

    struct Time: Sendable {
        var hour: Int
        var minute: Int
        var second: Int
        var nanosecond: Int
    }

    var date: Date?
    var time: Time?
    var offsetMinutes: Int?

    var given: String {
        switch (date, time) {
        case (_?, nil): "a date"
        case (nil, _?): "a time"
        default: offsetMinutes == nil ? "a date with a time" : "a date-time with an offset"
        }
    }
}

/// User text for a message: in single ticks, on one line, and not longer than a line.
func quoted(_ text: String) -> String {
    let limit = 60
    let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
        .escapingControls()
    return "'\(shown)\(text.unicodeScalars.count > limit ? "…" : "")'"
}
