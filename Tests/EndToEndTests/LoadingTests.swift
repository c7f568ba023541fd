import TestKit
import Testing

/// A start takes no longer than it has to: what is not needed is not loaded.
@Suite(.timeLimit(.minutes(1)))
struct LoadingTests {
    /// What the loader did, as it writes it for `LD_DEBUG`.
    private static func libraries(_ config: String) async throws -> String {
        let home = try DaemonHome(config: TestConfig.household + config)
        let daemon = try await home.start(
            at: nil,
            environment: ["LD_DEBUG": "files", "LD_DEBUG_OUTPUT": home.folder.path("loaded")]
        )
        let pid = daemon.process.pid
        #expect(try await daemon.stop() == .status(0))
        return try home.read("loaded.\(pid)")
    }

    @Test func `libcurl is loaded where a channel sends something over the network`() async throws {
        let loaded = try await Self.libraries(TestConfig.webhook("http://127.0.0.1:9/us"))
        #expect(loaded.contains("libcurl.so.4"))
    }

    @Test func `libcurl is not loaded where no channel does`() async throws {
        let loaded = try await Self.libraries("\n[channel.desk]\ntype = \"desktop\"\n")
        #expect(loaded.contains("libsystemd.so.0"))
        #expect(!loaded.contains("libcurl.so.4"))
    }
}
