import Testing

@testable import Settings

@Suite struct TOMLDocumentTests {
    /// Every key of a document with its place and the place of its value, parents first.
    private func places(_ text: String) throws -> [String] {
        var lines: [String] = []
        func walk(_ entries: [TOMLEntry], _ path: String) {
            for entry in entries {
                lines.append(
                    "\(path)\(entry.key) \(place(entry.keyPosition)) \(place(entry.node.position))"
                )
                descend(entry.node, "\(path)\(entry.key)")
            }
        }
        func descend(_ node: TOMLNode, _ path: String) {
            switch node.value {
            case .table(let entries): walk(entries, path + ".")
            case .array(let elements):
                for (index, element) in elements.enumerated() {
                    lines.append("\(path)[\(index)] \(place(element.position))")
                    descend(element, "\(path)[\(index)]")
                }
            default: break
            }
        }
        walk(try TOMLDocument(parsing: text).entries, "")
        return lines
    }

    private func place(_ position: TextPosition) -> String {
        "\(position.line):\(position.column)"
    }

    @Test func `headers and lists of tables keep their places and their order`() throws {
        let text = """
            [channel.zoo]
            type = "a"
            [channel.ant]
              type = "b"
            [[ritual]]
            id = 'x'
            [[ritual]]
            "the id" = 'y'
            """
        #expect(
            try places(text) == [
                "channel 1:2 1:1", "channel.zoo 1:10 1:1", "channel.zoo.type 2:1 2:8",
                "channel.ant 3:10 3:1", "channel.ant.type 4:3 4:10",
                "ritual 5:3 5:1", "ritual[0] 5:1", "ritual[0].id 6:1 6:6",
                "ritual[1] 7:1", "ritual[1].the id 8:1 8:12",
            ]
        )
    }

    @Test func `dotted keys and inline tables keep their places`() throws {
        let text = """
            a.b.c = 1
            a.d = { e.f = [ {g=1}, { h = "ü🌻", i = true } ], j = 2026-01-09 }
            """
        #expect(
            try places(text) == [
                "a 1:1 1:1", "a.b 1:3 1:3", "a.b.c 1:5 1:9",
                "a.d 2:3 2:7", "a.d.e 2:9 2:9", "a.d.e.f 2:11 2:15",
                "a.d.e.f[0] 2:17", "a.d.e.f[0].g 2:18 2:20",
                "a.d.e.f[1] 2:24", "a.d.e.f[1].h 2:26 2:30", "a.d.e.f[1].i 2:36 2:40",
                "a.d.j 2:50 2:54",
            ]
        )
    }

    @Test func `a byte order mark and carriage returns are not counted`() throws {
        #expect(try places("\u{feff}a = 1\r\nb = 2\r\n") == ["a 1:1 1:5", "b 2:1 2:5"])
    }

    @Test func `values of every kind are carried over`() throws {
        let text = """
            s = "a\\u0000b"
            i = -9223372036854775808
            f = 1.5
            b = false
            d = 2026-01-09
            t = 19:00:30
            l = 2026-01-09T19:00:00
            o = 2026-01-09T19:00:00.25-07:30
            e = []
            """
        let given = try TOMLDocument(parsing: text).entries.map(\.node.given)
        #expect(
            given == [
                "'a\\u{0}b'", "the integer -9223372036854775808", "the number 1.5", "false",
                "a date", "a time", "a date with a time", "a date-time with an offset", "a list",
            ]
        )
        let last = try TOMLDocument(parsing: text).entries[7].node.value
        guard case .moment(let moment) = last else {
            Issue.record("not a moment")
            return
        }
        #expect(moment.offsetMinutes == -450)
        #expect(moment.time?.nanosecond == 250_000_000)
        #expect(moment.date?.month == 1)
    }

    @Test(
        arguments: [
            (#"x = "abc""#, 0, 6), (#"x = "abc""#, 2, 8), (#"x = "abc""#, 9, 9),
            (#"x = "a\tb""#, 2, 9), (#"x = "a\u00e4b""#, 2, 13), (#"x = "a\U0001F33Bb""#, 2, 17),
            (#"x = 'a\tb'"#, 2, 8), (#"x = "🌻äb""#, 2, 8), (#"x = """a"b""""#, 2, 10),
        ]
    )
    func `a character of a string is found where it was written`(
        _ text: String,
        _ offset: Int,
        _ column: Int
    ) {
        let place = SourceText(text).position(
            ofCharacter: offset,
            inStringAt: TextPosition(line: 1, column: 5)
        )
        #expect(place == TextPosition(line: 1, column: column))
    }

    @Test func `a character of a string of several lines is found on its line`() {
        let text = "\u{feff}x = \"\"\"\r\nab\\\r\n   cd\n\ne\"\"\""
        let source = SourceText(text)
        let places = (0...6).map {
            source.position(ofCharacter: $0, inStringAt: TextPosition(line: 1, column: 5))
        }
        #expect(
            places.map(place) == ["2:1", "2:2", "3:4", "3:5", "3:6", "4:1", "5:1"]
        )
    }
}
