import CSystemd

/// A message of sd-bus, whose arguments are appended or read one at a time.
///
/// Appending returns 0 or more, or a negative errno. The pointer is borrowed: whoever made the
/// message releases it.
struct BusMessage {
    let pointer: OpaquePointer

    func isSignal(_ interface: String, _ member: String) -> Bool {
        sd_bus_message_is_signal(pointer, interface, member) > 0
    }

    /// Whether it is about the object of that path.
    func isAt(_ path: String) -> Bool {
        sd_bus_message_get_path(pointer).map { String(cString: $0) } == path
    }

    func append(_ text: String) -> Int32 {
        text.withCString { sd_bus_message_append_basic(pointer, CChar(type: "s"), $0) }
    }

    func append(_ number: UInt32) -> Int32 {
        var number = number
        return sd_bus_message_append_basic(pointer, CChar(type: "u"), &number)
    }

    func append(_ number: Int32) -> Int32 {
        var number = number
        return sd_bus_message_append_basic(pointer, CChar(type: "i"), &number)
    }

    func append(_ texts: [String]) -> Int32 {
        var answer = sd_bus_message_open_container(pointer, CChar(type: "a"), "s")
        for text in texts {
            answer = min(answer, append(text))
        }
        return min(answer, sd_bus_message_close_container(pointer))
    }

    /// Appends an entry of `a{sv}` whose value, of the type `signature`, `fill` appends.
    func appendEntry(
        _ key: String,
        _ signature: String,
        fill: (BusMessage) -> Int32
    ) -> Int32 {
        var answer = sd_bus_message_open_container(pointer, CChar(type: "e"), "sv")
        answer = min(answer, append(key))
        answer = min(answer, sd_bus_message_open_container(pointer, CChar(type: "v"), signature))
        answer = min(answer, fill(self))
        answer = min(answer, sd_bus_message_close_container(pointer))
        return min(answer, sd_bus_message_close_container(pointer))
    }

    /// Reads the next argument; `nil` where it is not a text, or there is none.
    func readText() -> String? {
        var text: UnsafePointer<CChar>?
        guard sd_bus_message_read_basic(pointer, CChar(type: "s"), &text) > 0 else {
            return nil
        }
        return text.map { String(cString: $0) }
    }

    func readNumber() -> UInt32? {
        var number: UInt32 = 0
        return sd_bus_message_read_basic(pointer, CChar(type: "u"), &number) > 0 ? number : nil
    }

    func readTexts() -> [String]? {
        guard sd_bus_message_enter_container(pointer, CChar(type: "a"), "s") > 0 else {
            return nil
        }
        var texts: [String] = []
        while let text = readText() {
            texts.append(text)
        }
        return texts
    }
}

extension CChar {
    /// The code of a D-Bus type by its letter, as sd_bus_message_append_basic(3) has it.
    init(type letter: Unicode.Scalar) {
        self.init(truncatingIfNeeded: letter.value)
    }
}
