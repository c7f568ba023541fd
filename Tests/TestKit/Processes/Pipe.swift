import CSystemd
import Glibc

/// The two ends of a pipe, both closed in every child that does not ask for them.
struct Pipe {
    var read: Int32
    var write: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else {
            throw ProcessError("cannot make a pipe", errno: errno)
        }
        read = ends[0]
        write = ends[1]
    }
}

/// What a descriptor says until its end, line by line; a last line needs no newline.
struct LineReader: Sequence, IteratorProtocol {
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var isAtEnd = false

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    mutating func next() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            if isAtEnd {
                defer { pending = [] }
                return pending.isEmpty ? nil : String(decoding: pending, as: UTF8.self)
            }
            readMore()
        }
    }

    private mutating func readMore() {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(descriptor, &chunk, chunk.count)
        if count > 0 {
            pending += chunk[..<count]
        } else if count == 0 || errno != EINTR {
            isAtEnd = true
        }
    }
}

/// Something of the system's that a test needs did not work.
package struct ProcessError: Error, CustomStringConvertible {
    package var description: String

    init(_ what: String, errno code: Int32) {
        description = "\(what): \(String(cString: strerror(code)))"
    }
}
