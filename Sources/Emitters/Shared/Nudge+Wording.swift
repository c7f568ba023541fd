import PlainText
import Household
package import Planning

extension Nudge {
    /// The nudge as it may be shown where others look: a private one without body and prompt, a secret
    /// one without its title too.
    package var discreet: Nudge {
        guard sensitivity != .public else {
            return self
        }
        var nudge = self
        if sensitivity == .secret {
            nudge.title = discreetTitle ?? Household.discreetTitle
        }
        nudge.body = ""
        nudge.prompt = nil
        return nudge
    }

    /// Its JSON form on one line, with sorted keys; the same bytes each time.
    package func json() throws -> [UInt8] {
        try WireJSON.bytes(of: self)
    }

    /// Body and prompt, as far as there are any, with `separator` between them.
    func words(separator: String) -> String {
        [body, prompt ?? ""].filter { !$0.isEmpty }.joined(separator: separator)
    }

    /// The title, and behind it the words on lines of their own.
    var wholeText: String {
        [title, words(separator: "\n")].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension String {
    /// The text on one line, with nothing in it that a terminal would obey.
    var onOneLine: String {
        withoutControls.split(separator: " ").joined(separator: " ")
    }
}
