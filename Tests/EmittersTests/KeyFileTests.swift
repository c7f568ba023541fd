import Emitters
import Foundation
import Glibc
import TestKit
import Testing

@Suite struct `A key in a file` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var path: String { folder.path("a.key") }

    private func read() -> KeyFile { KeyFile("a.key", in: folder.path) }

    /// Checks that a new key took the place of what was there, and that it says why.
    private func expectReplaced(_ reason: String, _ bytes: [UInt8] = []) throws {
        let key = read()
        #expect(key.problem == "'\(path)' is no key: \(reason); a new one was made")
        #expect(key.bytes.count == 32 && key.bytes != bytes)
        try expectKept(key)
    }

    private func expectKept(_ key: KeyFile) throws {
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(status.st_mode == S_IFREG | 0o600)
        let again = read()
        #expect(again.bytes == key.bytes)
        #expect(again.problem == nil)
    }

    @Test func `is made once, its owner's alone`() throws {
        let key = read()
        #expect(key.problem == nil)
        #expect(key.bytes.count == 32 && Set(key.bytes).count > 8)
        try expectKept(key)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.key"])
        #expect(try KeyFile("a.key", in: TemporaryFolder().path).bytes != key.bytes)
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o601] as [mode_t])
    func `that others may use is replaced`(_ mode: mode_t) throws {
        let old = read()
        chmod(path, mode)
        try expectReplaced("other users have access to it", old.bytes)
    }

    @Test func `that is a link is replaced, and what it leads to is left alone`() throws {
        let text = String(repeating: "k", count: 32)
        let other = try folder.write(text, to: "other")
        symlink(other, path)
        try expectReplaced("it is a link", Array(text.utf8))
        #expect(try String(contentsOfFile: other, encoding: .utf8) == text)
    }

    @Test func `that is a pipe holds up nothing`() throws {
        mkfifo(path, 0o600)
        try expectReplaced("it is not a regular file")
    }

    @Test(arguments: [0, 31, 33])
    func `of another length is replaced`(_ length: Int) throws {
        try folder.write(String(repeating: "k", count: length), to: "a.key")
        chmod(path, 0o600)
        try expectReplaced("it does not hold 32 bytes")
    }

    @Test func `is made where a power cut left half of one`() throws {
        try folder.write("half", to: "a.key.part")
        let key = read()
        #expect(key.problem == nil)
        try expectKept(key)
    }

    @Test func `that cannot be kept is of one run`() throws {
        mkdir(path, 0o700)
        let key = read()
        #expect(key.bytes.count == 32 && key.bytes != read().bytes)
        #expect(
            key.problem == "'\(path)' cannot be written: Is a directory; the key is for this run"
        )
    }
}
