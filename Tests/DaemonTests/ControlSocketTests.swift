import ControlAPI
import Foundation
import Glibc
import Testing

@testable import Daemon

@Suite struct ControlSocketTests {
    @Test func `the socket is its owner's alone`() throws {
        let house = try House()
        let path = house.folder + "/run/control.sock"
        let file = try ControlSocket(path: path).listen()
        defer { close(file) }
        #expect(try mode(of: path) == 0o600)
        #expect(try mode(of: house.folder + "/run") == 0o700)
    }

    @Test func `a socket that a crash left behind is replaced`() throws {
        let house = try House()
        let path = house.folder + "/control.sock"
        close(try ControlSocket(path: path).listen())
        let file = try ControlSocket(path: path).listen()
        close(file)
    }

    @Test func `a socket behind which something answers is left alone`() throws {
        let house = try House()
        let path = house.folder + "/control.sock"
        let file = try ControlSocket(path: path).listen()
        defer { close(file) }
        let error = #expect(throws: ControlSocketError.self) {
            try ControlSocket(path: path).listen()
        }
        #expect(error?.description == "another rituald answers at '\(path)'")
    }

    @Test func `a socket whose queue is full is left alone, and not waited for`() throws {
        let house = try House()
        let path = house.folder + "/control.sock"
        let file = try ControlSocket(path: path).listen()
        defer { close(file) }
        try #require(Glibc.listen(file, 0) == 0)
        let waiting = try fillQueue(of: path)
        defer { waiting.forEach { close($0) } }
        let error = #expect(throws: ControlSocketError.self) {
            try ControlSocket(path: path).listen()
        }
        #expect(error?.description == "another rituald answers at '\(path)'")
    }

    /// Connects until the kernel takes no more; nobody accepts.
    private func fillQueue(of path: String) throws -> [Int32] {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        var files: [Int32] = []
        while files.count < 8 {
            let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
            let file = socket(AF_UNIX, Int32(kind), 0)
            files.append(file)
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            let answer = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(file, $0, size)
                }
            }
            if answer == -1 {
                try #require(errno == EAGAIN)
                return files
            }
        }
        Issue.record("the queue takes more than it should")
        return files
    }

    @Test func `a path that is too long is refused with its length`() throws {
        let path = "/tmp/" + String(repeating: "a", count: 200)
        let error = #expect(throws: ControlSocketError.self) {
            try ControlSocket(path: path).listen()
        }
        #expect(
            error?.description
                == "a socket's path has at most 107 bytes, and this one has 205: '\(path)'"
        )
    }

    private func mode(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }
}
