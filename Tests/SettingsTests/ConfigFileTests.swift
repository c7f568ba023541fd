import CivilTime
import Foundation
import Household
import Settings
import SystemZones
import TestKit
import Testing

@Suite struct ConfigFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func read(_ path: String) -> ReadConfig {
        ConfigReader(zones: SystemZoneDatabase(), systemZone: .utc).read(file: path)
    }

    private func messages(_ path: String) -> [String] {
        read(path).diagnostics.map { $0.description.replacing(folder.path, with: "DIR") }
    }

    @Test func `a file is read, and its diagnostics carry its name`() throws {
        let path = try folder.write("[houshold]\n" + ConfigCase.couple, to: "c.toml")
        #expect(
            messages(path) == [
                "DIR/c.toml:1:2: error: houshold: unknown key; did you mean 'household'?"
            ]
        )
        let good = try folder.write(ConfigCase.couple, to: "good.toml")
        #expect(read(good).household?.zone == .utc)
    }

    @Test func `a file that is not there is a diagnostic`() {
        #expect(
            messages(folder.path("none.toml")) == [
                "DIR/none.toml: error: there is no such file; "
                    + "'ritualctl init' writes a first one"
            ]
        )
        #expect(read(folder.path("none.toml")).household == nil)
    }

    @Test func `a directory is a diagnostic`() {
        #expect(messages(folder.path) == ["DIR: error: is a directory, not a file"])
    }

    @Test func `a file that is not UTF-8 is a diagnostic at the first wrong byte`() throws {
        let path = folder.path("latin1.toml")
        let bytes = Data("# ä\nname = \"caf".utf8) + Data([0xE9, 0x22, 0x0A])
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(messages(path) == ["DIR/latin1.toml:2:12: error: is not UTF-8 here"])
    }

    @Test func `what is no regular file is a diagnostic, and not waited for`() throws {
        #expect(messages("/dev/zero") == ["/dev/zero: error: is not a regular file"])
        let pipe = folder.path("pipe.toml")
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(messages(pipe) == ["DIR/pipe.toml: error: is not a regular file"])
    }

    @Test func `a file that is too long is a diagnostic`() throws {
        let path = try folder.write("", to: "long.toml")
        try #require(truncate(path, 1 << 40) == 0)
        #expect(messages(path) == ["DIR/long.toml: error: is longer than 16777216 bytes"])
    }
}
