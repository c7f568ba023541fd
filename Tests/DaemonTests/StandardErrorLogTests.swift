import Testing

@testable import Daemon

struct StandardErrorLogTests {
    @Test(arguments: [
        ("one\ntwo", "one\\u{a}two"),
        ("a\r\n<3>rituald: forged", "a\\u{d}\\u{a}<3>rituald: forged"),
        ("\u{1b}[31m", "\\u{1b}[31m"), ("\u{9b}2J", "\\u{9b}2J"), ("a\u{0}b", "a\\u{0}b"),
        ("\u{202e}x\u{2066}", "\\u{202e}x\\u{2066}"), ("fired: start", "fired: start"),
    ])
    func `a record is one line, which no terminal obeys`(text: String, line: String) {
        #expect(StandardErrorLog.line(text) == line)
    }
}
