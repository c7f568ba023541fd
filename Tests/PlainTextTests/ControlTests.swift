import PlainText
import Testing

struct ControlTests {
    @Test(arguments: [
        ("Date night", "Date night"), ("a\u{1b}[31m", "a\\u{1b}[31m"), ("a\r\nb", "a\\u{d}\\u{a}b"),
        ("\u{9b}2J", "\\u{9b}2J"), ("\u{7f}", "\\u{7f}"), ("\u{202e}evil", "\\u{202e}evil"),
        ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
        ("\u{200e}\u{200f}\u{61c}", "\\u{200e}\\u{200f}\\u{61c}"),
        ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"), ("\u{feff}\u{200b}", "\\u{feff}\\u{200b}"),
        ("👩‍❤️‍👨 愛 é", "👩‍❤️‍👨 愛 é"), ("a\u{a0}b\u{202f}c", "a\u{a0}b\u{202f}c"),
    ])
    func `what a terminal would obey is shown instead`(text: String, shown: String) {
        #expect(text.escapingControls() == shown)
    }

    @Test func `none is left, whatever the text is`() {
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else {
                continue
            }
            let text = String(scalar)
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                #expect(scalar.isControlling)
            default:
                break
            }
            #expect(!text.escapingControls().unicodeScalars.contains { $0.isControlling })
            #expect(!text.withoutControls.unicodeScalars.contains { $0.isControlling })
        }
    }

    @Test func `what is allowed stays, and a space keeps a text on its line`() {
        #expect("a\nb\u{1b}".escapingControls { $0 == "\n" } == "a\nb\\u{1b}")
        #expect("a\nb\u{1b}[2J".withoutControls == "a b [2J")
    }
}
