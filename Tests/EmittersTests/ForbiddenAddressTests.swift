import Household
import Testing

@testable import Emitters

/// An address that a channel's rule forbids; here it is loopback itself.
@Suite struct `A forbidden address` {
    @Test func `is not connected to with a mail, which would bring its login`() throws {
        let listener = try QuietListener()
        let exchange = SMTPExchange(
            url: "smtp://localhost:\(listener.port)",
            protection: .loopback,
            user: "us",
            password: Secret("correct horse"),
            from: "us@a.example",
            recipients: ["alex@b.example"],
            message: Array("Subject: x\r\n\r\ny\r\n".utf8)
        )
        let reply = exchange.perform(timeout: .seconds(5), allowing: { _ in 0 })
        #expect(!listener.wasReached())
        #expect(reply.isHopeless)
        #expect(
            reply.failure
                == "the server is not this machine, and mail without TLS is allowed only there"
        )
    }

    @Test func `is not connected to with a webhook`() async throws {
        let listener = try QuietListener()
        let request = HTTPRequest(url: "http://localhost:\(listener.port)/secret", body: [])
        let reply = await request.perform(
            HTTPPolicy(timeout: .seconds(5)),
            allowing: { _ in 0 }
        )
        #expect(!listener.wasReached())
        #expect(reply.isHopeless)
        #expect(
            reply.failure
                == "the host is not on a private network, and plain http is allowed only there"
        )
    }
}
