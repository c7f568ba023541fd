import Delivery
import Emitters
import Foundation
import Household
import TestKit
import Testing

/// Certificates, before a real TLS server.
@Suite(.serialized) struct `A webhook's certificate` {
    private func attempt(
        certificateFor names: String,
        isTrusted: Bool
    ) async throws -> (DeliveryAttempt, requests: [String]) {
        let folder = try TemporaryFolder()
        let certificate = try await HouseCertificate(for: names, in: folder)
        let server = try await TLSServer(certificate)
        let token = try secretFile("tk_1234567", "token", in: folder)
        let emitter = try webhook("https://127.0.0.1:\(server.port)/hook", token: token) {
            $0.caFile = isTrusted ? certificate.certificate : nil
            // Allows plain text, and nothing else.
            $0.isInsecure = true
        }
        let attempt = await emitter.deliver(try nudge())
        if attempt.result == .delivered {
            _ = try await server.firstRequest()
        }
        return (attempt, server.requests)
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
