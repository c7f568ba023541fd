import Glibc
import Testing

@testable import Commands

struct FileOutputTests {
    @Test func `text arrives whole, in pieces or at the end`() throws {
        let (read, write) = try pipe()
        defer { close(read) }
        let output = FileOutput(descriptor: write)
        #expect(!output.isTerminal)
        let line = String(repeating: "x", count: 999) + "\n"
        for _ in 0..<20 {
            try output.write(line)
        }
        try output.flush()
        close(write)
        #expect(contents(of: read) == String(repeating: line, count: 20))
    }

    @Test func `a reader that has had enough ends the writing`() throws {
        signal(SIGPIPE, SIG_IGN)
        let (read, write) = try pipe()
        defer { close(write) }
        close(read)
        let output = FileOutput(descriptor: write)
        try output.write("a line\n")
        #expect(throws: TextOutputError.closed) { try output.flush() }
    }

    @Test func `a full disk is told by its name`() throws {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let output = FileOutput(descriptor: full)
        try output.write("a line\n")
        #expect(throws: TextOutputError.failed("No space left on device")) { try output.flush() }
    }

    private func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    private func contents(of descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else {
                return String(decoding: bytes, as: UTF8.self)
            }
            bytes += chunk[..<count]
        }
    }
}
