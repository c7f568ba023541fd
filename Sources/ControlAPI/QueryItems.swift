package import CivilTime

/// The query of a request, by name; strict like the config: an unknown name is an error.
package struct QueryItems: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var items: [Item]

    package init(_ items: [Item] = []) {
        self.items = items
    }

    /// Makes items of the values that are not `nil`.
    package init(_ values: KeyValuePairs<String, (any CustomStringConvertible)?>) {
        items = values.compactMap { name, value in
            value.map { Item(name: name, value: $0.description) }
        }
    }

    /// Refuses names that are not among `known`, and names given twice.
    package func check(known: [String]) throws(Problem) {
        var seen: Set<String> = []
        for item in items {
            guard known.contains(item.name) else {
                let allowed = known.isEmpty ? "none" : known.joined(separator: ", ")
                throw Problem(
                    .badRequest,
                    detail: "unknown query '\(item.name)'; allowed: \(allowed)"
                )
            }
            guard seen.insert(item.name).inserted else {
                throw Problem(.badRequest, detail: "query '\(item.name)' is given twice")
            }
        }
    }

    package func text(_ name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    /// Returns a text, or throws a `bad-request` where it is missing.
    package func required(_ name: String) throws(Problem) -> String {
        guard let value = text(name), !value.isEmpty else {
            throw Problem(.badRequest, detail: "query '\(name)' is missing")
        }
        return value
    }

    /// A local date, or `nil` where it is not given.
    package func date(_ name: String) throws(Problem) -> CivilDate? {
        do throws(UnreadableText) {
            return try text(name).map(CivilDate.read)
        } catch {
            throw Problem(.badRequest, detail: "query '\(name)': \(error)")
        }
    }

    /// A local time or a date, or `nil` where it is not given.
    func dateOrTime(_ name: String) throws(Problem) -> DateOrTime? {
        do throws(UnreadableText) {
            return try text(name).map(DateOrTime.read)
        } catch {
            throw Problem(.badRequest, detail: "query '\(name)': \(error)")
        }
    }

    /// `true` or `false`, or `nil` where it is not given.
    package func truth(_ name: String) throws(Problem) -> Bool? {
        guard let value = text(name) else {
            return nil
        }
        guard let truth = Bool(value) else {
            throw Problem(.badRequest, detail: "query '\(name)' is '\(value)', not true or false")
        }
        return truth
    }

    /// A whole number within `range`, or `nil` where it is not given.
    package func number(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let value = text(name) else {
            return nil
        }
        guard let number = Int(value), range.contains(number) else {
            throw Problem(
                .badRequest,
                detail: "query '\(name)' is '\(value)', not a whole number between "
                    + "\(range.lowerBound) and \(range.upperBound)"
            )
        }
        return number
    }

    /// The query as it stands in a request's target, `?` included; empty where there is none.
    ///
    /// Everything but the unreserved characters of RFC 3986 section 2.3 is percent-encoded.
    package var encoded: String {
        guard !items.isEmpty else {
            return ""
        }
        let pairs = items.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
        return "?" + pairs.joined(separator: "&")
    }
}

private func percentEncoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            result.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            result += "%" + (digits.count == 1 ? "0" : "") + digits
        }
    }
    return result
}
