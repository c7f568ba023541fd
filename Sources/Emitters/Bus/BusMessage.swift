import CSystemd

/// A message of sd-bus, whose arguments are appended or read one at a time.
///
/// The first append that fails is kept in `failure`, and those after it do nothing.
final class BusMessage {
    let pointer: OpaquePointer
    /// 0, or the negative errno of the append that failed.
    private(set) var failure: Int32 = 0

    /// Takes over a reference to the message, and releases it in the end.
    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        sd_bus_message_unref(pointer)
    }

    private func attempt(_ append: @autoclosure () -> Int32) {
        if failure == 0 {
            failure = min(append(), 0)
        }
    }

    func append(_ text: String) {
        attempt(text.withCString { sd_bus_message_append_basic(pointer, CChar(type: "s"), $0) })
    }

    func append(_ number: UInt32) {
        append(number, as: "u")
    }

    /// Appends a number of the D-Bus type with the letter `type`.
    func append<Number: FixedWidthInteger>(_ number: Number, as type: Unicode.Scalar) {
        attempt(
            withUnsafePointer(to: number) {
                sd_bus_message_append_basic(pointer, CChar(type: type), $0)
            }
        )
    }

    func append(_ texts: [String]) {
        appendContainer("a", of: "s") { texts.forEach(append) }
    }

    /// Appends a container; `fill` appends the contents, whose signature is `contents`.
    func appendContainer(_ type: Unicode.Scalar, of contents: String, fill: () -> Void) {
        attempt(sd_bus_message_open_container(pointer, CChar(type: type), contents))
        fill()
        attempt(sd_bus_message_close_container(pointer))
    }

    /// Appends an entry of `a{sv}`; `fill` appends the value, whose type is `signature`.
    func appendEntry(_ key: String, _ signature: String, fill: () -> Void) {
        appendContainer("e", of: "sv") {
            append(key)
            appendContainer("v", of: signature, fill: fill)
        }
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

    /// Reads the next argument, a number of 64 bits.
    func readLongNumber() -> UInt64? {
        var number: UInt64 = 0
        return sd_bus_message_read_basic(pointer, CChar(type: "t"), &number) > 0 ? number : nil
    }

    func readFlag() -> Bool? {
        var flag: Int32 = 0
        return sd_bus_message_read_basic(pointer, CChar(type: "b"), &flag) > 0 ? flag != 0 : nil
    }

    /// Reads the next argument, the path of an object.
    func readPath() -> String? {
        var path: UnsafePointer<CChar>?
        guard sd_bus_message_read_basic(pointer, CChar(type: "o"), &path) > 0 else {
            return nil
        }
        return path.map { String(cString: $0) }
    }

    func readTexts() -> [String]? {
        readContainer("a", of: "s") { Array(sequence(state: self) { $0.readText() }) }
    }

    /// Reads a container, whose contents have the signature `contents`, with `read`.
    func readContainer<Value>(
        _ type: Unicode.Scalar,
        of contents: String,
        _ read: () -> Value?
    ) -> Value? {
        guard sd_bus_message_enter_container(pointer, CChar(type: type), contents) > 0 else {
            return nil
        }
        defer { sd_bus_message_exit_container(pointer) }
        return read()
    }

    /// Reads an array, whose elements have the signature `contents`, with `read` for each.
    func readList<Element>(of contents: String, _ read: () -> Element?) -> [Element]? {
        readContainer("a", of: contents) {
            var elements: [Element] = []
            while let element = read() {
                elements.append(element)
            }
            return elements
        }
    }
}

extension CChar {
    /// The code of a D-Bus type by its letter, as sd_bus_message_append_basic(3) has it.
    init(type letter: Unicode.Scalar) {
        self.init(truncatingIfNeeded: letter.value)
    }
}
