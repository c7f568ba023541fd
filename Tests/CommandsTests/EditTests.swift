import Foundation
import Glibc
import TestKit
import Testing

@testable import Commands

/// `edit` with an editor that is a real program: a script.
struct EditTests {
    /// A home whose editor is a shell script; `$1` and so on are what it is called with.
    private static func home(
        _ script: String,
        _ config: String = ConfigHome.config
    ) throws -> ConfigHome {
        var home = try ConfigHome(config)
        let editor = try home.folder.write("#!/bin/sh\n\(script)\n", to: "my editor")
        chmod(editor, 0o700)
        home.ritualctl.environment["EDITOR"] = "'\(editor)' --wait"
        home.ritualctl.execute = { $0.run() }
        return home
    }

    private static let adding = """
        for file; do :; done
        printf '\\n[[ritual]]\\ntemplate = "check-in"\\n' >> "$file"
        """

    @Test func `what was edited takes the place of the config and is read`() throws {
        let home = try Self.home(Self.adding)
        chmod(home.path, 0o640)
        let result = try home.run(["edit"])
        #expect(
            result
                == .init(
                    code: 0,
                    output: "CONFIG: ok, 2 rituals for two partners; rituald has read it\n",
                    errors: ""
                )
        )
        #expect(try home.text == ConfigHome.config + "\n[[ritual]]\ntemplate = \"check-in\"\n")
        #expect(try home.files == ["config.toml"])
        var status = stat()
        #expect(stat(home.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o640)
    }

    @Test(arguments: [
        (["edit"], ConfigHome.config, "--wait FILE"),
        (["edit", "date-night"], ConfigHome.config, "--wait +14 FILE"),
        (["edit", "date"], ConfigHome.config, "--wait +14 FILE"),
        (["edit"], ConfigHome.config + "id = 1\n", "--wait +19 FILE"),
        (["edit", "date-night"], ConfigHome.config + "id = tea\n", "--wait +19 FILE"),
    ])
    func `it opens a copy beside the config, at the ritual or where it is wrong`(
        arguments: [String],
        config: String,
        called: String
    ) throws {
        let home = try Self.home(#"echo "$@" > "$(dirname "$0")/called""#, config)
        let result = try home.run(arguments)
        #expect(result == .init(code: 0, output: "nothing was changed\n", errors: ""))
        let words = try String(contentsOfFile: home.folder.path("called"), encoding: .utf8)
            .split(whereSeparator: \.isWhitespace)
        #expect(words.dropLast() == called.split(separator: " ").dropLast())
        let file = try #require(words.last)
        #expect(file.hasPrefix(home.folder.path("rituald/.config-")))
        #expect(file.hasSuffix(".toml"))
        #expect(try home.files == ["config.toml"])
        #expect(home.ritualctl.daemon.requests.isEmpty)
    }

    @Test func `what is wrong is shown, and can be mended`() throws {
        // First it makes a mistake; called again, at its line, it mends it.
        var home = try Self.home(
            """
            for file; do :; done
            if grep -q titel "$file"; then
                echo "$2" > "$(dirname "$0")/called"
                sed -i s/titel/title/ "$file"
            else
                sed -i s/title/titel/ "$file"
                sed -i s/3h/2h/ "$file"
            fi
            """
        )
        home.ritualctl.isTerminal = true
        var answers = ["what", "", "e"]
        home.ritualctl.answers = { answers.isEmpty ? nil : answers.removeFirst() }
        let result = try home.run(["edit"])
        let question = "What now? (e)dit again, e(x)it without saving: "
        #expect(
            result.errors == """
                CONFIG:16:1: error: ritual[date-night].titel: unknown key; did you mean 'title'?
                \(question)\(question)\(question)
                """
        )
        #expect(result.output == "CONFIG: ok, 1 ritual for two partners; rituald has read it\n")
        #expect(try String(contentsOfFile: home.folder.path("called"), encoding: .utf8) == "+16\n")
        #expect(try home.text == ConfigHome.config.replacing("3h", with: "2h"))
    }

    @Test(arguments: [["x"], []])
    func `an invalid config never takes its place`(_ said: [String]) throws {
        var home = try Self.home("for file; do :; done; sed -i s/title/titel/ \"$file\"")
        home.ritualctl.isTerminal = !said.isEmpty
        var answers = said
        home.ritualctl.answers = said.isEmpty ? nil : { answers.removeFirst() }
        let result = try home.run(["edit"])
        #expect(result.code == 2)
        #expect(result.errors.hasSuffix("ritualctl: the config is as it was\n"), "\(result)")
        #expect(result.errors.contains("CONFIG:16:1: error: "))
        #expect(try home.text == ConfigHome.config)
        #expect(try home.files == ["config.toml"])
    }

    @Test func `an editor that fails, or is not there, changes nothing`() throws {
        var home = try Self.home("\(Self.adding)\nexit 3")
        let failed = try home.run(["edit"])
        #expect(failed.code == 1)
        #expect(
            failed.errors.hasSuffix("--wait' ended with 3; the config is as it was\n"),
            "\(failed)"
        )
        home.ritualctl.environment["EDITOR"] = ""
        home.ritualctl.environment["VISUAL"] = nil
        home.ritualctl.environment["PATH"] = home.folder.path
        let none = try home.run(["edit"])
        #expect(
            none.errors == """
                ritualctl: there is no editor: neither VISUAL nor EDITOR is set, and neither nano \
                nor vi is there

                """
        )
        #expect(try home.text == ConfigHome.config)
        #expect(try home.files == ["config.toml"])
    }

    @Test func `VISUAL goes before EDITOR, and both before nano and vi`() throws {
        var home = try Self.home("exit 9")
        var programs: [Program] = []
        home.ritualctl.execute = {
            programs.append($0)
            return 0
        }
        for name in ["nano", "vi"] {
            chmod(try home.folder.write("", to: "bin/\(name)"), 0o700)
        }
        home.ritualctl.environment["PATH"] = "/nowhere:\(home.folder.path("bin"))"
        home.ritualctl.environment["VISUAL"] = "emacs -nw"
        home.ritualctl.environment["EDITOR"] = "ed"
        for name in ["VISUAL", "EDITOR", nil] {
            _ = try home.run(["edit"])
            if let name {
                home.ritualctl.environment[name] = nil
            }
        }
        unlink(home.folder.path("bin/nano"))
        _ = try home.run(["edit"])
        #expect(programs.map { $0.words[3] } == ["emacs -nw", "ed", "nano", "vi"])
        #expect(programs.allSatisfy { $0.words.prefix(2) == ["sh", "-c"] })
    }

    @Test func `what somebody else has written meanwhile stays`() throws {
        let home = try Self.home(
            "\(Self.adding)\necho '# theirs' >> \"$(dirname \"$file\")/config.toml\""
        )
        let result = try home.run(["edit"])
        #expect(result.code == 1)
        #expect(result.errors == "ritualctl: CONFIG: somebody else has changed it meanwhile\n")
        #expect(try home.text == ConfigHome.config + "# theirs\n")
    }
}
