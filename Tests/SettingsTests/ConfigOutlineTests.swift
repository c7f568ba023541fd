import Foundation
import Settings
import Testing

@Suite struct ConfigOutlineTests {
    private static func example() throws -> String {
        try String(contentsOf: ExampleConfigTests.file, encoding: .utf8)
    }

    @Test func `the rituals and plans of the example are found where they are`() throws {
        let text = try Self.example()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let blocks = ConfigOutline(text).blocks
        #expect(blocks.map(\.id) == ["check-in", "date-night", "7-7-7", "3-6-9", "sunday-walk"])
        #expect(blocks.map(\.kind) == [.ritual, .ritual, .plan, .plan, .ritual])
        for block in blocks {
            #expect(lines[block.line - 1] == "[[\(block.kind)]]")
        }
    }

    @Test func `a block without which the config is valid leaves all else as it is`() throws {
        let text = try Self.example()
        let outline = ConfigOutline(text)
        for id in ["check-in", "date-night", "3-6-9", "sunday-walk"] {
            let block = try #require(outline.block(id))
            let rest = outline.removing(block)
            #expect(try readConfig(rest).diagnostics.isEmpty)
            #expect(
                ConfigOutline(rest).blocks.map(\.id) == outline.blocks.map(\.id).filter { $0 != id }
            )
            let gone = outline.text(of: block)
            let parts = text.components(separatedBy: gone)
            #expect(parts.count == 2)
            #expect(rest.hasPrefix(parts[0]) || parts[0].hasPrefix(rest))
            #expect(
                rest.hasSuffix(parts[1].trimmingCharacters(in: .newlines) + "\n") || parts[1] == ""
            )
        }
    }

    struct Layout: CustomTestStringConvertible {
        var testDescription: String
        var text: String
        /// What is left without the ritual `a`.
        var rest: String
    }

    static let layouts = [
        Layout(
            testDescription: "between two others, with comments of its own and of theirs",
            text: """
                # all of us

                [[ritual]]
                id = "b" # first
                # second = 1

                # about a
                # and more
                [[ritual]] # a
                id = "a"
                # off = 1
                # about c
                [[ritual]]
                id = "c"

                """,
            rest: """
                # all of us

                [[ritual]]
                id = "b" # first
                # second = 1

                # off = 1
                # about c
                [[ritual]]
                id = "c"

                """
        ),
        Layout(
            testDescription: "with tables below it, and one that stands elsewhere",
            text: """
                [[ritual]]
                id = "a"

                  # when
                  [ritual.schedule]
                  every = "day"

                [household]
                # why here?
                [ritual.nag]
                every = "1d"
                [[partner]]
                id = "x"

                """,
            rest: """
                [household]
                [[partner]]
                id = "x"

                """
        ),
        Layout(
            testDescription: "with a string and a list over several lines that look like more",
            text: """
                [[ritual]]
                id = "a"
                body = \"""
                [[ritual]]
                # none
                id = "b"

                \"""
                prompts = [
                  # one
                  "[[plan]]",

                ] # end

                # free
                """,
            rest: """
                # free
                """
        ),
        Layout(
            testDescription: "at the end, without a newline",
            text: "[[partner]]\nid = \"x\"\n\n\n[[ritual]]\nid = \"a\"",
            rest: "[[partner]]\nid = \"x\"\n"
        ),
        Layout(
            testDescription: "with the lines of Windows and a byte order mark",
            text: "\u{feff}[[ritual]]\r\nid = \"a\"\r\n\r\n[[partner]]\r\nid = \"x\"\r\n",
            rest: "[[partner]]\r\nid = \"x\"\r\n"
        ),
        Layout(
            testDescription: "with dotted keys",
            text:
                "[[ritual]]\nid = \"a\"\nschedule.every = \"day\"\nschedule.at = \"19:00\"\n# end\n\n# free\n",
            rest: "# free\n"
        ),
    ]

    @Test(arguments: layouts)
    func `a block is taken out with what belongs to it, and nothing else`(
        _ layout: Layout
    ) throws {
        let outline = ConfigOutline(layout.text)
        let block = try #require(outline.block("a"))
        let rest = outline.removing(block)
        #expect(rest == layout.rest, "\(rest)")
        #expect(Array(rest.utf8) == Array(layout.rest.utf8))
    }

    @Test(arguments: [
        ("", "[[ritual]]\nid = \"n\"\n", 1), ("# a", "# a\n\n[[ritual]]\nid = \"n\"\n", 3),
        ("# a\n", "# a\n\n[[ritual]]\nid = \"n\"\n", 3),
        ("# a\n\n", "# a\n\n[[ritual]]\nid = \"n\"\n", 3),
        ("# a\r\n", "# a\r\n\r\n[[ritual]]\r\nid = \"n\"\r\n", 3),
    ])
    func `a block is put behind all others`(text: String, whole: String, line: Int) {
        let (added, place) = ConfigOutline(text).appending("[[ritual]]\nid = \"n\"\n")
        #expect(Array(added.utf8) == Array(whole.utf8), "\(added)")
        #expect(place == line)
        #expect(ConfigOutline(added).block("n")?.line == line)
    }

    @Test func `what was added to the example is taken out again without a trace`() throws {
        let text = try Self.example()
        let added = ConfigOutline(text).appending("[[ritual]]\nid = \"n\"\nurgent = true\n").text
        let outline = ConfigOutline(added)
        let block = try #require(outline.block("n"))
        #expect(Array(outline.removing(block).utf8) == Array(text.utf8))
    }

    @Test func `rituals in one list of tables are no blocks, and a text that is no TOML has none`()
    {
        #expect(ConfigOutline("ritual = [{ id = \"a\" }]\n").blocks.isEmpty)
        #expect(ConfigOutline("ritual = [\n  { id = \"a\" },\n]\n").blocks.isEmpty)
        #expect(ConfigOutline("[[ritual]]\nid = a\n").blocks.isEmpty)
    }
}
