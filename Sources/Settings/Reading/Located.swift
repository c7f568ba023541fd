/// A value with the place and the path of the key it was read from.
struct Located<Value> {
    var value: Value
    var position: TextPosition
    /// The path of its key, such as `ritual[date-night].absorbed_by`.
    var key: String

    func with<Other>(_ other: Other) -> Located<Other> {
        Located<Other>(value: other, position: position, key: key)
    }
}

extension Located: Sendable where Value: Sendable {}

extension Findings {
    func error(_ message: @autoclosure () -> String, at located: Located<some Any>) {
        error(message(), at: located.position, key: located.key)
    }

    func warning(_ message: @autoclosure () -> String, at located: Located<some Any>) {
        warning(message(), at: located.position, key: located.key)
    }

    /// An error at a character, counted from 0, inside the string that `located` was read from.
    func error(
        _ message: @autoclosure () -> String,
        at located: Located<String>,
        character: Int
    ) {
        error(
            message(),
            at: source.position(ofCharacter: character, inStringAt: located.position),
            key: located.key
        )
    }
}
