/// Reads the shape of a message off its type, by decoding it from nothing and noting what it asks for.
///
/// So the description of the API cannot differ from the types that fill it.
final class SchemaReader {
    /// The messages met so far that have a name of their own, in the order they were met.
    private(set) var named: [Schema.Member] = []

    /// The shape of `type`; a message or request is named and kept in `named`.
    func schema(of type: any Decodable.Type) throws -> Schema {
        try read(type).schema
    }

    fileprivate func read<Value: Decodable>(_ type: Value.Type) throws -> (
        value: Value, schema: Schema
    ) {
        if let plain = SchemaReader.plain(type) {
            return plain
        }
        let shape = SchemaShape(reader: self)
        let value = try Value(from: SchemaDecoder(shape: shape))
        let name = String(describing: type)
        guard ["Message", "Request", "Problem"].contains(where: name.hasSuffix) else {
            return (value, shape.schema)
        }
        if !named.contains(where: { $0.name == name }) {
            let schema = name.hasSuffix("Request") ? shape.schema.asRequest : shape.schema
            named.append(Schema.Member(name: name, schema: schema))
        }
        return (value, .named(name))
    }

    /// Types that need no decoding: a text, a number, a flag, one of several words.
    private static func plain<Value>(_ type: Value.Type) -> (value: Value, schema: Schema)? {
        let (value, schema): (Any?, Schema) =
            switch type {
            case is String.Type: ("", .string)
            case is Int.Type: (0, .integer)
            case is Int64.Type: (Int64(0), .integer)
            case is Bool.Type: (false, .boolean)
            case let words as any WordChoice.Type: (words.first, .choice(words.texts))
            default: (nil, .string)
            }
        return (value as? Value).map { ($0, schema) }
    }
}

/// One of several words.
private protocol WordChoice {
    static var first: Self? { get }
    static var texts: [String] { get }
}

extension WordChoice where Self: CaseIterable & RawRepresentable<String> {
    static var first: Self? { allCases.first }
    static var texts: [String] { allCases.map(\.rawValue) }
}

extension OccurrenceState: WordChoice {}
extension PlanChangesMessage.Kind: WordChoice {}
extension DiagnosticMessage.Severity: WordChoice {}

/// What a type has asked for.
private final class SchemaShape {
    let reader: SchemaReader
    var schema = Schema.object([])
    /// The key that was asked whether it is `null`, which only an optional asks.
    var optionalKey: String?

    init(reader: SchemaReader) {
        self.reader = reader
    }

    func note(_ key: String, _ found: Schema) {
        guard case .object(var members) = schema else {
            return
        }
        let isOptional = optionalKey == key
        optionalKey = nil
        members.append(
            Schema.Member(name: key, schema: isOptional ? .nullable(found) : found)
        )
        schema = .object(members)
    }
}

private struct SchemaDecoder: Decoder {
    let shape: SchemaShape
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(SchemaMembers<Key>(shape: shape))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        SchemaElements(shape: shape)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        throw SchemaReader.unexpected
    }
}

/// Gives every key a value, and notes its shape.
private struct SchemaMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let shape: SchemaShape
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }

    func decodeNil(forKey key: Key) -> Bool {
        shape.optionalKey = key.stringValue
        return false
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let isOptional = shape.optionalKey == key.stringValue
        let (value, schema) = try shape.reader.read(type)
        shape.optionalKey = isOptional ? key.stringValue : nil
        shape.note(key.stringValue, schema)
        return value
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        throw SchemaReader.unexpected
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw SchemaReader.unexpected
    }

    func superDecoder() throws -> any Decoder { throw SchemaReader.unexpected }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw SchemaReader.unexpected }
}

/// Gives an array its one element, and notes its shape.
private struct SchemaElements: UnkeyedDecodingContainer {
    let shape: SchemaShape
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex > 0 }
    var currentIndex = 0

    init(shape: SchemaShape) {
        self.shape = shape
    }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (value, schema) = try shape.reader.read(type)
        shape.schema = .array(schema)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
        -> KeyedDecodingContainer<Nested>
    {
        throw SchemaReader.unexpected
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw SchemaReader.unexpected
    }

    mutating func superDecoder() throws -> any Decoder { throw SchemaReader.unexpected }
}

extension SchemaReader {
    /// A message that is built by other means than keys, arrays and plain values.
    fileprivate static var unexpected: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "no shape for this type"))
    }
}
