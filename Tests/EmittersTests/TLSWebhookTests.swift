import Emitters
import Foundation
import Rituals
import TestKit
import Testing

/// Certificates, before a real TLS server.
@Suite(.serialized) struct `A webhook's certificate` {
    /// Prints its port, then the path of each request.
    private static let server = """
        import http.server, ssl, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                print(self.path, self.headers.get("Authorization"), flush=True)
                self.send_response(204)
                self.end_headers()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """

    private func attempt(
        certificateFor names: String,
        isTrusted: Bool
    ) async throws -> (DeliveryAttempt, requests: [String]) {
        let folder = try TemporaryFolder()
        let certificate = try await HouseCertificate(for: names, in: folder)
        let server = try ChildProcess(
            "/usr/bin/python3",
            ["-c", Self.server, certificate.certificate, certificate.key],
            environment: Python.environment
        )
        defer { server.end() }
        let port = try await server.output.first()
        let token = try secretFile("tk_1234567", "token", in: folder)
        let emitter = try webhook("https://127.0.0.1:\(port)/hook", token: token) {
            $0.caFile = isTrusted ? certificate.certificate : nil
            // Allows plain text, and nothing else.
            $0.isInsecure = true
        }
        let attempt = await emitter.deliver(try nudge())
        if attempt.result == .delivered {
            _ = try await server.output.first(from: 1)
        }
        return (attempt, Array(server.output.events.dropFirst()))
    }

    @Test func `is trusted by the file that is given`() async throws {
        let (attempt, requests) = try await attempt(certificateFor: "IP:127.0.0.1", isTrusted: true)
        #expect(attempt.outcome == DeliveryAttempt(.delivered, detail: "HTTP 204"))
        #expect(requests == ["/hook Bearer tk_1234567"])
    }

    @Test(arguments: [("IP:127.0.0.1", false), ("DNS:elsewhere.example", true)])
    func `that is nobody's or another's ends it before a word is said`(
        _ names: String,
        _ isTrusted: Bool
    ) async throws {
        let (attempt, requests) = try await attempt(certificateFor: names, isTrusted: isTrusted)
        #expect(attempt.result == .failed(retryAfter: nil))
        #expect(attempt.detail.contains("certificate"))
        #expect(requests.isEmpty)
    }
}
