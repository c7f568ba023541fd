/// Where text comes from: standard input, or a test's memory.
package protocol TextInput: AnyObject {
    /// Whether a person can be asked.
    var isTerminal: Bool { get }

    /// Reads to the end, but no more than `limit` bytes.
    func read(upTo limit: Int) throws(TextInputError) -> [UInt8]
    /// Reads to the end of the line, but no more than `limit` bytes.
    func readLine(upTo limit: Int) throws(TextInputError) -> [UInt8]
}

/// Why no text came, such as `Is a directory`.
package struct TextInputError: Error, Hashable, Sendable {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}

/// Where text goes: standard output, or a test's memory.
package protocol TextOutput: AnyObject {
    /// Whether a person sees it at once, so that colours are of use.
    var isTerminal: Bool { get }

    func write(_ text: String) throws(TextOutputError)
    /// Hands on what is still held back.
    func flush() throws(TextOutputError)
}

/// Why text did not get out.
package enum TextOutputError: Error, Hashable, Sendable {
    /// The reader has had enough (`| head`): no failure, only the end.
    case closed
    /// Such as `No space left on device`.
    case failed(String)
}
