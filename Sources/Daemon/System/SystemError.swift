import Glibc

/// A system call that failed, with what was asked of it and the system's own words.
struct SystemError: Error, CustomStringConvertible {
    var action: String
    var code: Int32

    init(_ action: String, code: Int32 = errno) {
        self.action = action
        self.code = code
    }

    var description: String { "\(action): \(String(cString: strerror(code)))" }

    /// Returns what a system call returned, or throws where that is -1.
    @discardableResult
    static func check(_ action: String, _ result: Int32) throws(SystemError) -> Int32 {
        if result == -1 {
            throw SystemError(action)
        }
        return result
    }
}
