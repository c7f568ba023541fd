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
