import Glibc
import TestKit
import Testing

@testable import Commands
@testable import ControlAPI
@testable import Delivery

/// What a shell may complete.
struct CompletedNamesTests {
    private static let rituals = [
        "check-in", "date-night", "7-7-7-getaway", "7-7-7-vacation", "hug",
    ]

    private func names(
        _ kind: CompletedNames.Kind,
        behind words: [String] = ["ritualctl", "done"],
        in home: ConfigHome
    ) throws -> [String] {
        CompletedNames(kind: kind, words: words, context: try home.ritualctl.context()).names
    }

    @Test(
        arguments: [
            (.rituals, rituals), (.recorded, rituals + ["tea"]), (.partners, ["alex", "sam"]),
            (.channels, ["desktop", "phone"]), (.signals, ["both-home"]), (.blocks, ["date-night"]),
        ] as [(CompletedNames.Kind, [String])]
    )
    func `are of the running daemon`(kind: CompletedNames.Kind, expected: [String]) throws {
        let home = try ConfigHome()
        home.ritualctl.daemon.names.former = [.init(id: "tea", title: "Tea")]
        #expect(try names(kind, in: home) == expected)
    }

    @Test(
        arguments: [
            (.rituals, ["date-night"]), (.recorded, ["date-night"]), (.partners, ["alex", "sam"]),
            (.channels, ["desktop"]), (.signals, []), (.blocks, ["date-night"]),
        ] as [(CompletedNames.Kind, [String])]
    )
    func `are of the config where no daemon runs`(
        kind: CompletedNames.Kind,
        expected: [String]
    ) throws {
        let home = try ConfigHome(daemonRuns: false)
        #expect(try names(kind, in: home) == expected)
        #expect(try names(kind, in: try ConfigHome(nil, daemonRuns: false)) == [])
        #expect(
            try names(kind, in: try ConfigHome("[[", daemonRuns: false)).isEmpty || kind == .blocks
        )
    }

    @Test func `practices are those of the catalogue`() throws {
        let all = try names(.practices, in: try ConfigHome())
        #expect(all.contains("check-in") && all.contains("7-7-7"))
    }

    @Test func `a ritual that stands already is not offered again`() throws {
        let home = try ConfigHome()
        #expect(try names(.rituals, behind: ["ritualctl", "move", "date-night"], in: home) == [])
        #expect(
            try names(.partners, behind: ["ritualctl", "done", "--note", "sam"], in: home) != []
        )
    }

    @Test func `a config that is named is read`() throws {
        let home = try ConfigHome(nil, daemonRuns: false)
        let other = try home.folder.write(ConfigHome.config, to: "other.toml")
        let words = ["ritualctl", "remove", "--config", other]
        #expect(try names(.blocks, behind: words, in: home) == ["date-night"])
        #expect(try names(.rituals, behind: words, in: home) == ["date-night"])
    }

    @Test(arguments: [
        ["---completion"], ["---completion", "no", "such", "--", "x"],
        ["---completion", "done", "--", "positional@0"],
        ["---completion", "done", "--", "positional@9", "2", "0", "ritualctl", "done", ""],
        ["---completion", "upcoming", "--", "--days", "2", "0", "ritualctl", "upcoming", ""],
    ]) func `what cannot be answered is answered by silence`(arguments: [String]) throws {
        let result = try Ritualctl().run(arguments)
        #expect(result == Ritualctl.Result(code: 0, output: "", errors: ""))
    }

    @Test func `a daemon that does not answer is not waited for`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("control.sock")
        let listener = try OneShotServer.listen(at: path)
        defer { close(listener) }
        let client = SocketControlClient(socketPath: path, patience: CompletedNames.patience)
        let elapsed = ContinuousClock().measure {
            #expect(throws: ControlClientError.self) {
                try client.send(ControlRequest(.names, query: QueryItems()))
            }
        }
        #expect(elapsed >= CompletedNames.patience)
    }

    @Test func `every argument that takes a name has its completion`() throws {
        let script = try Ritualctl().run("--generate-completion-script", "bash").output
        for call in [
            "---completion done -- positional@0", "---completion done -- --partner",
            "---completion send-test -- positional@0", "---completion signal -- positional@0",
            "---completion edit -- positional@0", "---completion add -- positional@0",
            "---completion why -- positional@0", "---completion history -- --ritual",
        ] {
            #expect(script.contains(call), "\(call)")
        }
        for state in Delivery.State.allCases {
            #expect(script.contains(state.rawValue))
        }
    }
}
