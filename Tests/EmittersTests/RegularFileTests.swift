import Glibc
import TestKit
import Testing

@testable import Emitters

@Suite struct RegularFileTests {
    @Test func `only a regular file may be opened by others`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("x", to: "ca.pem")
        let pipe = folder.path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(RegularFile.fault(of: nil) == nil)
        #expect(RegularFile.fault(of: file) == nil)
        #expect(RegularFile.fault(of: pipe) == "'\(pipe)' is not a regular file")
        let none = folder.path("none")
        #expect(RegularFile.fault(of: none) == "'\(none)': no such file or directory")
    }

    @Test func `certificates from a pipe fail the attempt, and hold nobody`() async throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        let policy = HTTPPolicy(timeout: .seconds(60), caFile: pipe)
        let request = HTTPRequest(url: "https://127.0.0.1:1/", headers: [], body: [])
        let reply = await request.perform(policy)
        #expect(reply.failure == "'\(pipe)' is not a regular file")
        #expect(!reply.isHopeless)
        let exchange = SMTPExchange(
            url: "smtps://127.0.0.1:1",
            protection: .required,
            caFile: pipe,
            from: "a@a.example",
            recipients: ["b@b.example"],
            message: []
        )
        let answer = exchange.perform(timeout: .seconds(60))
        #expect(answer.failure == "'\(pipe)' is not a regular file")
        #expect(!answer.isHopeless)
    }
}
