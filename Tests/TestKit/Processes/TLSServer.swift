import Foundation

/// A TLS server on loopback that takes every request and answers 204.
package final class TLSServer: Sendable {
    package let port: Int
    private let process: ChildProcess

    /// It said something else than its port.
    package struct NoPort: Error {
        package let line: String
    }

    /// Prints its port, then the path and the login of each request.
    private static let script = """
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

    package init(_ certificate: HouseCertificate) async throws {
        process = try ChildProcess(
            "/usr/bin/python3",
            ["-c", Self.script, certificate.certificate, certificate.key],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        )
        let line = try await process.output.first()
        guard let port = Int(line) else {
            throw NoPort(line: line)
        }
        self.port = port
    }

    deinit {
        process.end()
    }

    /// The path and the `Authorization` of each request so far, `None` where it has none.
    package var requests: [String] { Array(process.output.events.dropFirst()) }

    /// Awaits the first request.
    package func firstRequest() async throws -> String {
        try await process.output.first(from: 1)
    }
}
