/// A text in which something was to be replaced that is not there.
package struct NothingReplaced: Error, CustomStringConvertible {
    package let description: String
}

extension String {
    /// Returns the text with `new` in each place of `old`, of which there has to be one: else a test
    /// would compare a thing with itself.
    package func replaced(_ old: String, by new: String) throws -> String {
        let parts = split(separator: old, omittingEmptySubsequences: false)
        guard parts.count > 1 else {
            throw NothingReplaced(description: "there is no '\(old)' to replace in: \(self)")
        }
        return parts.joined(separator: new)
    }
}
