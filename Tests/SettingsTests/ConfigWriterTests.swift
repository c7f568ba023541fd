import Foundation
import Glibc
import Household
import Settings
import TestKit
import Testing

@Suite struct ConfigWriterTests {
    private func mode(of path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func `a first config is its owner's alone, and so are the folders on its way`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("config/rituald/config.toml")
        try ConfigWriter(path).create("# one\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "# one\n")
        #expect(mode(of: path) == 0o600)
        #expect(mode(of: folder.path("config/rituald")) == 0o700)
        #expect(mode(of: folder.path("config")) == 0o700)
        #expect(try names(in: folder.path("config/rituald")) == ["config.toml"])
    }

    @Test func `what is there is never overwritten, a link that leads nowhere neither`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("# one\n", to: "config.toml")
        #expect(throws: ConfigWriter.Failure.self) { try ConfigWriter(path).create("# two\n") }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "# one\n")
        symlink("/nowhere/at/all", folder.path("link.toml"))
        #expect(throws: ConfigWriter.Failure.self) {
            try ConfigWriter(folder.path("link.toml")).create("# two\n")
        }
        #expect(try names(in: folder.path) == ["config.toml", "link.toml"])
    }

    @Test func `a file keeps its mode, and a link leads to it as before`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("# one\n", to: "dotfiles/rituald.toml")
        chmod(path, 0o640)
        let link = folder.path("config.toml")
        #expect(symlink("dotfiles/rituald.toml", link) == 0)
        try ConfigWriter(link).replace("# one\n", with: "# two\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "# two\n")
        #expect(mode(of: path) == 0o640)
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: link)
                == "dotfiles/rituald.toml"
        )
        #expect(try names(in: folder.path("dotfiles")) == ["rituald.toml"])
    }

    @Test func `what somebody else has written meanwhile stays`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("# theirs\n", to: "config.toml")
        let failure = #expect(throws: ConfigWriter.Failure.self) {
            try ConfigWriter(path).replace("# one\n", with: "# two\n")
        }
        #expect(failure?.description == "\(path): somebody else has changed it meanwhile")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "# theirs\n")
        #expect(try names(in: folder.path) == ["config.toml"])
    }

    @Test(arguments: [
        "plain", "a \"quote\" and \\", "tab\tnewline\n", "\u{0}\u{1b}[31m\u{9b}", "Zoë 🌻",
    ])
    func `a string that is written is read as it was`(_ text: String) throws {
        let config = try readConfig(
            "[[partner]]\nid = \"a\"\nname = \(TOMLText.string(text))\n[[partner]]\nid = \"b\"\n"
        )
        let isShown = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        #expect(config.household?.partners.first?.name == (isShown ? text : nil))
        #expect(config.text != nil, "it is TOML")
    }
}
