/// An encoder that fills a `JSONNode`, keys in the order they are encoded.
///
/// The standard library's protocol asks for a container of each kind; all three write to a node.
struct OrderedEncoder: Encoder {
    let node: JSONNode
    var codingPath: [any CodingKey] = []
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ node: JSONNode) {
        self.node = node
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.becomeObject()
        return KeyedEncodingContainer(OrderedMembers<Key>(node: node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeArray()
        return OrderedElements(node: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        OrderedValue(node: node)
    }

    /// Writes what is plain at once, and lets everything else encode itself.
    func write(_ value: some Encodable) throws {
        switch value {
        case let text as String: node.content = .text(text)
        case let flag as Bool: node.content = .literal(flag ? "true" : "false")
        case let number as any BinaryInteger: node.content = .literal("\(number)")
        case let number as any BinaryFloatingPoint:
            // JSON has no words for infinity and NaN (RFC 8259 section 6).
            let double = Double(number)
            node.content = double.isFinite ? .literal("\(double)") : .null
        default: try value.encode(to: self)
        }
    }
}

/// The members of an object.
private struct OrderedMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONNode
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {
        node.member(key.stringValue).content = .null
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try OrderedEncoder(node.member(key.stringValue)).write(value)
    }

    // An absent value is `null`, not a missing key. The protocol has one such call for each plain
    // type that a message uses, and one for all others.

    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
        try value.map { try encode($0, forKey: key) } ?? encodeNil(forKey: key)
    }

    func encodeIfPresent(_ value: String?, forKey key: Key) throws {
        try value.map { try encode($0, forKey: key) } ?? encodeNil(forKey: key)
    }

    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
        try value.map { try encode($0, forKey: key) } ?? encodeNil(forKey: key)
    }

    func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
        try value.map { try encode($0, forKey: key) } ?? encodeNil(forKey: key)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
        -> KeyedEncodingContainer<Nested>
    {
        OrderedEncoder(node.member(key.stringValue)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        OrderedEncoder(node.member(key.stringValue)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { OrderedEncoder(node.member("super")) }
    func superEncoder(forKey key: Key) -> any Encoder {
        OrderedEncoder(node.member(key.stringValue))
    }
}

/// The elements of an array.
private struct OrderedElements: UnkeyedEncodingContainer {
    let node: JSONNode
    var codingPath: [any CodingKey] { [] }
    var count: Int { node.count }

    func encodeNil() { node.element().content = .null }

    func encode<Value: Encodable>(_ value: Value) throws {
        try OrderedEncoder(node.element()).write(value)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type)
        -> KeyedEncodingContainer<Nested>
    {
        OrderedEncoder(node.element()).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        OrderedEncoder(node.element()).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { OrderedEncoder(node.element()) }
}

/// A value that stands alone.
private struct OrderedValue: SingleValueEncodingContainer {
    let node: JSONNode
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { node.content = .null }

    func encode<Value: Encodable>(_ value: Value) throws {
        try OrderedEncoder(node).write(value)
    }
}
