import FoundationEssentials
import PlainText

/// Reads and writes the JSON that daemon and clients share.
///
/// Keys are sorted, and a value that is absent is `null`, never a missing key: so the text is the same on
/// every run, and one shape serves every case.
package enum ControlJSON {
    package static let contentType = "application/json"

    /// How the text is laid out.
    package enum Layout: Hashable, Sendable {
        /// One line, as on the wire.
        case compact
        /// A line for each value; for `--json`.
        case indented
    }

    /// The text of `value`, without a newline at its end.
    ///
    /// A control character is written as an escape such as `\u009b`, so that the value is kept and
    /// no terminal acts on it.
    package static func text(
        of value: some Encodable,
        _ layout: Layout = .compact
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if layout == .indented {
            encoder.outputFormatting.insert(.prettyPrinted)
        }
        // The encoder leaves an empty line in an empty list.
        let text = String(decoding: try encoder.encode(value), as: UTF8.self)
            .replacing(/\[\n\n *\]/, with: "[]")
        guard text.unicodeScalars.contains(where: isEscaped) else {
            return text
        }
        // In JSON such a character stands only inside a string, where an escape is allowed.
        return text.unicodeScalars.reduce(into: "") { escaped, scalar in
            if isEscaped(scalar) {
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isControlling && scalar != "\n"
    }

    /// Reads a message; an unknown key is ignored, so that an older client understands a newer
    /// daemon.
    package static func read<Value: Decodable>(
        _ type: Value.Type,
        from bytes: some Sequence<UInt8>
    ) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// Reads the body of a request, or throws a `bad-request`.
    package static func readRequest<Value: Decodable>(
        _ type: Value.Type,
        from bytes: some Sequence<UInt8>
    ) throws(Problem) -> Value {
        do {
            return try read(type, from: bytes)
        } catch let error as DecodingError {
            throw Problem(.badRequest, detail: "the body is not as expected: \(error.plainWords)")
        } catch {
            throw Problem(.badRequest, detail: "the body is not JSON")
        }
    }
}

// An absent value is `null`, not a missing key: the code that the compiler makes for the messages of this module
// calls these instead of the standard library's. The library has one such call for each plain type, and one for
// all others.

extension KeyedEncodingContainer {
    mutating func encodeIfPresent<Value: Encodable>(
        _ value: Value?,
        forKey key: Key
    ) throws {
        try encode(value, forKey: key)
    }

    mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }

    mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
        try encode(value, forKey: key)
    }
}

extension DecodingError {
    /// What is wrong, in words without types of Swift.
    fileprivate var plainWords: String {
        func path(_ context: Context, _ last: (any CodingKey)? = nil) -> String {
            (context.codingPath + [last].compactMap(\.self)).map(\.stringValue)
                .joined(separator: ".")
        }
        return switch self {
        case .keyNotFound(let key, let context): "'\(path(context, key))' is missing"
        case .valueNotFound(_, let context): "'\(path(context))' is null"
        case .typeMismatch(_, let context): "'\(path(context))' is of another type"
        case .dataCorrupted(let context) where context.underlyingError is UnreadableText:
            "'\(path(context))': \(context.debugDescription)"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "it is not JSON" : "'\(path(context))' cannot be read"
        @unknown default: "it cannot be read"
        }
    }
}
