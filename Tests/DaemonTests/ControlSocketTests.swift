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

    static let others = ["a file", "a folder", "a link", "a pipe"]

    @Test(arguments: others)
    func `what is no socket is left as it is`(_ what: String) throws {
        let house = try House()
        let path = house.folder + "/c.toml"
        switch what {
        case "a file": try Data("[household]".utf8).write(to: URL(fileURLWithPath: path))
        case "a folder": #expect(mkdir(path, 0o700) == 0)
        case "a link":
            close(try ControlSocket(path: house.folder + "/s").listen())
            #expect(symlink("s", path) == 0)
        default: #expect(mkfifo(path, 0o600) == 0)
        }
        let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber]
        let error = #expect(throws: ControlSocketError.self) {
            try ControlSocket(path: path).listen()
        }
        #expect(
            error?.description
                == "'\(path)' is \(what), and only a socket is replaced; it is left as it is"
        )
        let after = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber]
        #expect(after as? Int == before as? Int)
        if what == "a file" {
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "[household]")
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func `the socket of another user is left as it is`() throws {
        let house = try House()
        let path = house.folder + "/control.sock"
        close(try ControlSocket(path: path).listen())
        #expect(chown(path, 65_534, 65_534) == 0)
        let error = #expect(throws: ControlSocketError.self) {
            try ControlSocket(path: path).listen()
        }
        #expect(
            error?.description
                == "the socket '\(path)' belongs to another user (uid 65534); it is left as it is"
        )
        #expect(access(path, F_OK) == 0)
    }

    @Test(.enabled(if: geteuid() == 0))
    func `a folder of another user is refused, and a link to one's own that another made`() throws {
        let house = try House()
        let folder = house.folder + "/theirs"
        let link = house.folder + "/link"
        #expect(mkdir(folder, 0o700) == 0 && symlink(house.folder, link) == 0)
        #expect(chown(folder, 65_534, 65_534) == 0 && lchown(link, 65_534, 65_534) == 0)
        for folder in [folder, link] {
            let error = #expect(throws: ControlSocketError.self) {
                try ControlSocket(path: folder + "/control.sock").listen()
            }
            #expect(
                error?.description
                    == "the socket's folder '\(folder)' belongs to another user (uid 65534); "
                    + "it has to be yours or root's"
            )
            #expect(access(folder + "/control.sock", F_OK) != 0)
        }
    }

    @Test(arguments: [(mode_t(0o777), true), (0o1777, false), (0o755, false)])
    func `a folder in which others can replace the socket is refused`(
        _ mode: mode_t,
        _ isRefused: Bool
    ) throws {
        let house = try House()
        let folder = house.folder + "/run"
        #expect(mkdir(folder, 0o700) == 0 && chmod(folder, mode) == 0)
        do {
            close(try ControlSocket(path: folder + "/control.sock").listen())
            #expect(!isRefused)
        } catch {
            #expect(isRefused)
            #expect(
                "\(error)" == "others can replace what lies in the socket's folder '\(folder)'; "
                    + "`chmod go-w '\(folder)'` keeps it to its owner"
            )
        }
        #expect(try self.mode(of: folder) == Int(mode))
    }

    @Test(arguments: ["a file", "another socket", nil])
    func `at the end only the socket that was made is removed`(_ successor: String?) throws {
        let house = try House()
        let path = house.folder + "/control.sock"
        let server = try ControlServer(path: path) { _ in
            ControlReply(status: 200, contentType: "text/plain", text: "")
        }
        if successor != nil {
            // Under another name, so that the number of its file is not used again.
            #expect(rename(path, path + ".old") == 0)
        }
        if successor == "a file" {
            try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
        } else if successor != nil {
            close(try ControlSocket(path: path).listen())
        }
        server.stop()
        #expect((access(path, F_OK) == 0) == (successor != nil))
    }

    private func mode(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }
}
