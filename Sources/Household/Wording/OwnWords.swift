/// How long a note or a reason in the couple's own words may be.
package enum OwnWords {
    package static let mostCharacters = 1_000
    /// A character can have any number of bytes; this limit has room for a thousand of every
    /// script.
    package static let mostBytes = 8_000

    /// Says why `text`, which `what` names (`the note`), is too long; `nil` where it is not.
    package static func refusal(of text: String, called what: String) -> String? {
        let bytes = text.utf8.count
        guard bytes > mostCharacters else {
            return nil
        }
        let characters = text.count
        if characters > mostCharacters {
            return "\(what) is \(characters) characters long; at most \(mostCharacters) are allowed"
        }
        return bytes > mostBytes
            ? "\(what) is \(bytes) bytes long; at most \(mostBytes) are allowed" : nil
    }
}
