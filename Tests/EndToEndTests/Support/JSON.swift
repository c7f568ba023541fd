import Foundation

/// Any JSON value, for reading what a command printed.
enum JSON: Hashable, Sendable, Decodable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([String: JSON])

    /// Reads a text; `nil` where it is not JSON.
    init?(text: String) {
        guard let value = try? JSONDecoder().decode(JSON.self, from: Data(text.utf8)) else {
            return nil
        }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    /// A member of an object; `null` where there is none.
    subscript(_ key: String) -> JSON {
        guard case .object(let members) = self else {
            return .null
        }
        return members[key] ?? .null
    }

    /// The elements of a list; none for anything else.
    var elements: [JSON] {
        guard case .list(let elements) = self else {
            return []
        }
        return elements
    }

    var string: String? {
        guard case .text(let text) = self else {
            return nil
        }
        return text
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    init(stringLiteral value: String) {
        self = .text(value)
    }

    init(integerLiteral value: Int) {
        self = .number(Double(value))
    }
}
