import CSystemd

/// What `Notify` of the Desktop Notifications Specification 1.2 is told.
struct DesktopNotification: Hashable, Sendable {
    var summary: String
    /// Plain text; escaped for servers that read markup in it.
    var body: String
    var isUrgent: Bool
    /// The notification whose place it takes, or 0.
    var replaces: UInt32

    /// Appends the arguments of `Notify`, `susssasa{sv}i`; returns 0 or a negative errno.
    func append(to message: OpaquePointer, readsMarkup: Bool) -> Int32 {
        var answer = Self.append("rituald", to: message)
        var replaces = replaces
        answer = min(answer, sd_bus_message_append_basic(message, Self.code("u"), &replaces))
        let body = readsMarkup ? Self.escaped(body) : body
        for text in ["", summary, body] {
            answer = min(answer, Self.append(text, to: message))
        }
        answer = min(answer, sd_bus_message_open_container(message, Self.code("a"), "s"))
        answer = min(answer, sd_bus_message_close_container(message))
        answer = min(answer, appendHints(to: message))
        var expires: Int32 = -1
        return min(answer, sd_bus_message_append_basic(message, Self.code("i"), &expires), 0)
    }

    private func appendHints(to message: OpaquePointer) -> Int32 {
        // 0 low, 1 normal, 2 critical: the last stays until it is closed.
        var urgency: UInt8 = isUrgent ? 2 : 1
        var answer = sd_bus_message_open_container(message, Self.code("a"), "{sv}")
        answer = min(answer, sd_bus_message_open_container(message, Self.code("e"), "sv"))
        answer = min(answer, Self.append("urgency", to: message))
        answer = min(answer, sd_bus_message_open_container(message, Self.code("v"), "y"))
        answer = min(answer, sd_bus_message_append_basic(message, Self.code("y"), &urgency))
        for _ in 0..<3 {
            answer = min(answer, sd_bus_message_close_container(message))
        }
        return answer
    }

    /// The type codes of sd_bus_message_append_basic(3) are the letters of the signature.
    static func code(_ letter: Unicode.Scalar) -> CChar {
        CChar(truncatingIfNeeded: letter.value)
    }

    private static func append(_ text: String, to message: OpaquePointer) -> Int32 {
        text.withCString { sd_bus_message_append_basic(message, code("s"), $0) }
    }

    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}
