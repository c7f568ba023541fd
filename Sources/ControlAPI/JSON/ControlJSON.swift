import FoundationEssentials

/// Reads and writes the JSON that daemon and clients share.
///
/// Keys stand in the order in which a type declares them, and a value that is absent is `null`,
/// never a missing key: so the text is stable, and one shape serves every case.
package enum ControlJSON {
    package static let contentType = "application/json"

    /// How the text is laid out.
    package enum Layout: Hashable, Sendable {
        /// One line, as on the wire.
        case compact
        /// Indented by two spaces a level, a list of plain values on one line; for `--json`.
        case indented
    }

    /// The text of `value`, without a newline at its end.
    package static func text(of value: some Encodable, _ layout: Layout = .compact) throws
        -> String
    {
        let node = JSONNode()
        try OrderedEncoder(node).write(value)
        var writer = JSONWriter(layout)
        writer.write(node)
        return writer.text
    }

    /// Reads a message; a key that is not known is passed over, so that an older client
    /// understands a newer daemon.
    package static func read<Value: Decodable>(_ type: Value.Type, from bytes: some Sequence<UInt8>)
        throws -> Value
    {
        try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// Reads the body of a request, or says which problem it is.
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

extension DecodingError {
    /// What is wrong, without types of Swift in it.
    fileprivate var plainWords: String {
        func path(_ context: Context, _ last: (any CodingKey)? = nil) -> String {
            (context.codingPath + [last].compactMap(\.self)).map(\.stringValue)
                .joined(separator: ".")
        }
        return switch self {
        case .keyNotFound(let key, let context): "'\(path(context, key))' is missing"
        case .valueNotFound(_, let context): "'\(path(context))' is null"
        case .typeMismatch(_, let context): "'\(path(context))' is of another type"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "it is not JSON" : "'\(path(context))' cannot be read"
        @unknown default: "it cannot be read"
        }
    }
}
