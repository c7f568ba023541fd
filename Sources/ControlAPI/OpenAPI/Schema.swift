/// The shape of a value in JSON, as JSON Schema has it (2020-12, which OpenAPI 3.1 uses).
indirect enum Schema {
    case string
    case integer
    case boolean
    /// One of these texts.
    case choice([String])
    case array(Schema)
    case object([Member])
    /// A message that has a name of its own, under `#/components/schemas`.
    case named(String)
    case nullable(Schema)

    struct Member {
        var name: String
        var schema: Schema
        /// Whether the key has to be there.
        var isRequired = true
    }

    /// The shape of what a client may send: an absent value may be `null` or left out.
    ///
    /// In what the daemon sends every key is always there.
    var asRequest: Schema {
        guard case .object(let members) = self else {
            return self
        }
        return .object(
            members.map { member in
                if case .nullable = member.schema {
                    Member(name: member.name, schema: member.schema, isRequired: false)
                } else {
                    member
                }
            }
        )
    }

    /// Writes the schema into `node`.
    func write(to node: JSONNode) {
        switch self {
        case .string: node.member("type").content = .text("string")
        case .integer: node.member("type").content = .text("integer")
        case .boolean: node.member("type").content = .text("boolean")
        case .choice(let texts):
            node.member("type").content = .text("string")
            node.member("enum").fill(texts)
        case .array(let element):
            node.member("type").content = .text("array")
            element.write(to: node.member("items"))
        case .object(let members):
            node.member("type").content = .text("object")
            write(members, to: node)
        case .named(let name):
            node.member("$ref").content = .text("#/components/schemas/\(name)")
        case .nullable(let schema):
            let choices = node.member("anyOf")
            schema.write(to: choices.element())
            choices.element().member("type").content = .text("null")
        }
    }

    private func write(_ members: [Member], to node: JSONNode) {
        let properties = node.member("properties")
        properties.becomeObject()
        for member in members {
            member.schema.write(to: properties.member(member.name))
        }
        node.member("required").fill(members.filter(\.isRequired).map(\.name))
    }
}

extension JSONNode {
    /// Makes this an array of texts.
    func fill(_ texts: [String]) {
        becomeArray()
        for text in texts {
            element().content = .text(text)
        }
    }
}
