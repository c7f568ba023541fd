import Foundation

/// A certificate for a name that nobody vouches for, made by the OpenSSL of the system.
package struct HouseCertificate: Sendable {
    package let certificate: String
    package let key: String

    /// What OpenSSL said instead of making one.
    package struct NotMade: Error {
        package let result: CommandResult
    }

    /// - Parameters:
    ///   - names: as OpenSSL writes alternative names: `IP:127.0.0.1`, `DNS:elsewhere.example`.
    ///   - folder: where its two files lie.
    /// - Throws: ``NotMade``, or why OpenSSL could not be run.
    package init(for names: String, in folder: TemporaryFolder) async throws {
        let name = UUID().uuidString
        certificate = folder.path("\(name).pem")
        key = folder.path("\(name).key")
        let made = try await CommandResult.of(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=house",
                "-addext", "subjectAltName=\(names)",
            ],
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
        )
        guard made.exit == .status(0) else {
            throw NotMade(result: made)
        }
    }
}
