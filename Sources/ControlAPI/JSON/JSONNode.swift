/// One JSON value while it is being put together; its object keeps the order of its keys.
final class JSONNode {
    enum Content {
        case null
        /// A number, `true` or `false`, as it is written.
        case literal(String)
        case text(String)
        case array([JSONNode])
        case object([(key: String, value: JSONNode)])
    }

    var content = Content.null

    /// Adds a member to the object that this node is or becomes.
    func member(_ key: String) -> JSONNode {
        let child = JSONNode()
        if case .object(var members) = content {
            content = .null
            members.append((key, child))
            content = .object(members)
        } else {
            content = .object([(key, child)])
        }
        return child
    }

    /// Adds an element to the array that this node is or becomes.
    func element() -> JSONNode {
        let child = JSONNode()
        if case .array(var elements) = content {
            content = .null
            elements.append(child)
            content = .array(elements)
        } else {
            content = .array([child])
        }
        return child
    }

    /// Makes this an empty object where it has no members yet.
    func becomeObject() {
        if case .object = content { return }
        content = .object([])
    }

    /// Makes this an empty array where it has no elements yet.
    func becomeArray() {
        if case .array = content { return }
        content = .array([])
    }

    var count: Int {
        switch content {
        case .array(let elements): elements.count
        case .object(let members): members.count
        case .null, .literal, .text: 0
        }
    }
}
