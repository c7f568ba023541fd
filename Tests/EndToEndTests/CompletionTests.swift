import Foundation
import Glibc
import TestKit
import Testing

/// What a Tab makes of a line in bash, zsh and fish, with the scripts that `make install` puts into place.
@Suite(.timeLimit(.minutes(3)))
struct CompletionTests {
    private static let config =
        TestConfig.household + TestConfig.daily("walk", at: "19:00")
        + TestConfig.daily("water", at: "08:00") + TestConfig.daily("tea", at: "16:00")
            + """

            [[ritual]]
            id = "hug"
            trigger = { signal = "both-home" }

            """

    struct Tab: CustomTestStringConvertible {
        /// What was typed before the Tab.
        var line: String
        var offered: Set<String>
        var testDescription: String { line }
    }

    static let tabs = [
        Tab(line: "ritualctl done wa", offered: ["walk", "water"]),
        Tab(line: "ritualctl snooze te", offered: ["tea"]),
        Tab(line: "ritualctl done walk --partner a", offered: ["alex"]),
        Tab(line: "ritualctl history --ritual wal", offered: ["walk"]),
        Tab(line: "ritualctl send-test o", offered: ["out"]),
        Tab(line: "ritualctl signal b", offered: ["both-home"]),
        Tab(line: "ritualctl outbox list --state de", offered: ["delivered", "dead"]),
        Tab(line: "ritualctl edit wat", offered: ["water"]),
        Tab(line: "ritualctl move walk ", offered: []),
    ]

    /// Runs a program of a shell in a home with a config, where a daemon may run.
    private static func run(
        _ shell: String,
        _ program: String,
        with tab: Tab,
        in folder: TemporaryFolder
    ) async throws -> CommandResult {
        let path = "/usr/bin/\(shell)"
        if access(path, X_OK) != 0 {
            try Test.cancel("\(path) is not installed")
        }
        let options = ["bash": ["--norc", "--noprofile"], "zsh": ["-f"]][shell] ?? []
        return try await CommandResult.of(
            path,
            options + ["-c", program],
            environment: [
                "HOME": folder.path, "XDG_RUNTIME_DIR": folder.path("run"), "TERM": "dumb",
                "PATH": "\(BuiltCommands.folder):/usr/bin:/bin", "LINE": tab.line,
                "OFFERED": folder.path("offered"),
            ]
        )
    }

    private static func home() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(config, to: ".config/rituald/config.toml")
        try folder.write("", to: "offered")
        return folder
    }

    @Test(arguments: tabs) func `bash completes by the config`(tab: Tab) async throws {
        let result = try await Self.run("bash", Self.bash, with: tab, in: Self.home())
        #expect(Set(result.output.filter { !$0.isEmpty }) == tab.offered, "\(result)")
        #expect(result.errors.isEmpty, "\(result)")
    }

    @Test func `where a daemon runs, what it knows is offered, whatever the config says`()
        async throws
    {
        let folder = try Self.home()
        let daemon = try DaemonHome(config: Self.config)
        let socket = folder.path("run/rituald/control.sock")
        let running = try daemon.launch(at: nil, socket: socket)
        _ = try await running.notifications.first { $0 == "READY=1" }
        try folder.write(TestConfig.household, to: ".config/rituald/config.toml")
        let tab = Tab(line: "ritualctl done wa", offered: ["walk", "water"])
        let result = try await Self.run("bash", Self.bash, with: tab, in: folder)
        #expect(Set(result.output) == tab.offered, "\(result)")
        #expect(try await running.stop() == .status(0))
        let without = try await Self.run("bash", Self.bash, with: tab, in: folder)
        #expect(without.text.isEmpty, "\(without)")
    }

    /// Calls the function that the script has registered, as bash does.
    private static let bash = #"""
        eval "$(ritualctl --generate-completion-script bash)"
        read -r -a COMP_WORDS <<<"$LINE"
        [[ $LINE == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$LINE COMP_POINT=${#LINE} COMP_TYPE=9 COMP_KEY=9
        function=$(complete -p ritualctl | sed 's/.*-F \([^ ]*\).*/\1/')
        "$function" ritualctl "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}"
        """#

    @Test(arguments: tabs) func `zsh completes by the config`(tab: Tab) async throws {
        let folder = try Self.home()
        let result = try await Self.run("zsh", Self.zsh, with: tab, in: folder)
        let offered = try String(contentsOfFile: folder.path("offered"), encoding: .utf8)
        #expect(Set(offered.split(separator: "\n").map(String.init)) == tab.offered, "\(result)")
    }

    /// Presses Tab in a shell of its own, in which each candidate is written down as it is added.
    private static let zsh = #"""
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'PS1= PS2=; autoload -Uz compinit; compinit -u -D'
        zpty -w shell 'eval "$(ritualctl --generate-completion-script zsh)"'
        zpty -w shell 'compadd() { local -a f; builtin compadd -O f "$@"; print -rl -- $f >>$OFFERED; builtin compadd "$@" }'
        zpty -w shell 'over() { exit }; zle -N over; bindkey "^X" over; bindkey "^I" complete-word'
        zpty -w -n shell "$LINE"$'\t\x18'
        while zpty -r shell text; do :; done
        """#

    @Test(arguments: tabs.filter { $0.offered.count == 1 })
    func `fish completes by the config`(tab: Tab) async throws {
        let folder = try Self.home()
        let result = try await Self.run("fish", "true", with: tab, in: folder)
        #expect(result.exit == .status(0), "\(result)")
        let typed = try await Self.run("bash", Self.fish, with: tab, in: folder)
        let line = try String(contentsOfFile: folder.path("offered"), encoding: .utf8)
        let word = line.split(whereSeparator: \.isWhitespace).last.map(String.init)
        #expect(word == tab.offered.first, "\(typed)")
    }

    /// Presses Tab in an interactive fish, which then writes the line down.
    private static let fish = #"""
        printf '%s\t\030' "$LINE" | script -qec "fish --no-config -i -C '
            ritualctl --generate-completion-script fish | source
            bind \cx \"commandline >\$OFFERED; exit\"'" /dev/null
        """#
}
