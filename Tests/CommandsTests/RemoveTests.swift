import Foundation
import TestKit
import Testing

@testable import Commands

struct RemoveTests {
    private static let more = """

        [[plan]]
        use = "7-7-7"
        from = 2026-01-09

        [[ritual]]
        id = "walk"
        title = "Sunday walk"
        schedule = { calendar = "Sun *-*-* 10:00" }
        absorbed_by = ["7-7-7-trip"]

        """

    @Test func `the lines of a ritual go with its comments, and are printed`() throws {
        let home = try ConfigHome(ConfigHome.config + Self.more)
        let result = try home.run(["remove", "date-night"])
        #expect(
            result.output == """
                removed date-night from CONFIG; rituald has read it
                these lines are gone:
                  # Fridays are for us.
                  [[ritual]]
                  id = "date-night"
                  title = "Date night"
                  schedule = { every = "week", on = "fri", at = "19:00" }
                  duration = "3h"

                """
        )
        #expect(result.errors == "")
        let gone = try #require(ConfigHome.config.components(separatedBy: "# Fridays").first)
        #expect(try home.text == gone + Self.more.dropFirst())
    }

    @Test(arguments: ["walk", "Sunday Walk", "sunday", "wal"])
    func `it is found by id, title, or a part of them`(_ name: String) throws {
        let home = try ConfigHome(ConfigHome.config + Self.more)
        let result = try home.run(["remove", name, "--json"])
        #expect(result.output.contains(#""walk""#), "\(result)")
    }

    @Test(arguments: [
        ("7-7-7-getaway", Int32(1), "leave_out = [\"getaway\"]"),
        ("date-nigth", 1, "there is no"), ("a", 1, "may be any of 'date-night', 'walk'"),
    ])
    func `what is not one ritual is answered with what is`(
        name: String,
        code: Int32,
        said: String
    ) throws {
        let home = try ConfigHome(ConfigHome.config + Self.more)
        let result = try home.run(["remove", name])
        #expect(result.code == code)
        let known = name == "date-nigth" ? "did you mean 'date-night'?" : said
        #expect(result.errors.contains(known), "\(result)")
        #expect(try home.text == ConfigHome.config + Self.more)
    }

    @Test func `what others name is not removed`() throws {
        let home = try ConfigHome(ConfigHome.config + Self.more)
        let result = try home.run(["remove", "7-7-7"])
        #expect(result.code == 2)
        #expect(
            result.errors.contains(
                "ritual[walk].absorbed_by: there is no ritual '7-7-7-trip'"
            ),
            "\(result)"
        )
        #expect(result.errors.hasSuffix("nothing was changed: the config would not be valid\n"))
        #expect(try home.text == ConfigHome.config + Self.more)
    }

    @Test func `where a link leads is changed, not the link`() throws {
        let home = try ConfigHome(nil)
        try home.folder.write(ConfigHome.config + Self.more, to: "dotfiles/us.toml")
        try home.folder.write("", to: "rituald/other")
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: home.path,
            withDestinationPath: "../dotfiles/us.toml"
        )
        #expect(try home.run(["remove", "walk"]).code == 0)
        #expect(try files.destinationOfSymbolicLink(atPath: home.path) == "../dotfiles/us.toml")
        let text = try String(contentsOfFile: home.folder.path("dotfiles/us.toml"), encoding: .utf8)
        #expect(!text.contains("walk"))
    }
}
