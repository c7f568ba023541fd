import Foundation
import TestKit
import Testing

@testable import Emitters

@Suite struct `What must not be seen` {
    @Test func `is taken out, however it is written`() {
        let redactor = Redactor(["a/b \"c\"", "whsec_MfKQ9r8G"])
        for text in [#"a/b "c""#, #"a\/b "c""#, #"a/b \"c\""#, "a%2Fb%20%22c%22", "whsec_MfKQ9r8G"]
        {
            #expect(redactor.redact("<\(text)>") == "<<redacted>>")
        }
        #expect(redactor.redact("a/b") == "a/b")
    }

    @Test func `is what identifies an address, not what every address has`() {
        let redactor = Redactor(
            url: "https://hooks.example/services/T024BE7LH/XXXXXXXXXXXXXXXX?k=1",
            and: []
        )
        #expect(
            redactor.redact("POST /services/T024BE7LH/XXXXXXXXXXXXXXXX?k=1 at services")
                == "POST <redacted> at services"
        )
        #expect(redactor.redact("unknown id XXXXXXXXXXXXXXXX") == "unknown id <redacted>")
        #expect(redactor.redact("https://hooks.example/help") == "https://hooks.example/help")
        let named = Redactor(url: "https://someone:s3cret-p@hooks.example", and: [])
        #expect(
            named.redact("someone:s3cret-p@hooks.example") == "<redacted>:<redacted>@hooks.example"
        )
        #expect(
            named.redact("Authorization: Basic c29tZW9uZTpzM2NyZXQtcA==")
                == "Authorization: Basic <redacted>"
        )
        let token = Redactor(url: "https://tk_12345@hooks.example", and: [])
        #expect(token.redact("tk_12345, dGtfMTIzNDU6") == "<redacted>, <redacted>")
        let encoded = Redactor(url: "https://us:p%40ss-w0rd@hooks.example", and: [])
        #expect(encoded.redact("p@ss-w0rd, dXM6cEBzcy13MHJk") == "<redacted>, <redacted>")
    }

    @Test func `is taken out before the rest is cut, and the longest first`() {
        let long = String(repeating: "s", count: 600)
        let redactor = Redactor([long, "ssssss"])
        #expect(redactor.excerpt(of: Array("x \(long) y".utf8)) == "x <redacted> y")
    }

    @Test func `is found behind much else, which takes no time to speak of`() {
        let redactor = Redactor(
            url: "https://us:pass@ntfy.sh/a/walks?k=1",
            and: ["tk_0123456789", "s/s&s"]
        )
        let filler = String(repeating: "a%2fb &amp; c\\/d sss ", count: 3_200)
        let start = ContinuousClock.now
        #expect(redactor.redact("\(filler)'s%2Fs&amp;s'") == "\(filler)'<redacted>'")
        // Unoptimized it takes a tenth of that.
        #expect(start.duration(to: .now) < .seconds(10))
    }

    @Test func `leaves one line of text, whatever the bytes are`() {
        let redactor = Redactor([])
        #expect(redactor.excerpt(of: []) == nil)
        #expect(redactor.excerpt(of: [0x20, 0x0a]) == nil)
        #expect(redactor.excerpt(of: Array("a\r\n\u{1b}[31mb\u{2028}c".utf8)) == "a [31mb c")
        #expect(redactor.excerpt(of: [0x61, 0xff, 0x62]) == "a\u{fffd}b")
    }

    @Test(arguments: [
        ("POST /walks at 3", "POST <redacted> at 3"),
        ("no topic 'walks' here", "no topic '<redacted>' here"),
        ("the walkshop of walks.", "the walkshop of <redacted>."),
        ("%2fwalks%2Fjson", "<redacted>%2Fjson"),
        (#"{"topic":"walks"}"#, #"{"topic":"<redacted>"}"#), ("\u{e9}walks", "\u{e9}walks"),
    ])
    func `is a short topic where it stands alone`(text: String, shown: String) {
        #expect(Redactor(url: "https://ntfy.sh/walks", and: []).redact(text) == shown)
    }

    @Test(arguments: [
        (
            "https://ntfy.sh/us", "us all: POST /us, \"us\" & /us/json",
            "us all: POST /<redacted>, \"<redacted>\" & /<redacted>/json"
        ),
        ("https://ntfy.sh/a?auth=k1", "a bad /a?auth=k1", "a bad <redacted>"),
        ("https://ntfy.sh/", "GET / is /", "GET / is /"),
        ("https://ntfy.sh/teatime", "steatimes", "s<redacted>s"),
        ("https://h.example/services/T024", "services T024", "services <redacted>"),
    ])
    func `is a very short topic in a path or in quotes`(url: String, text: String, shown: String) {
        #expect(Redactor(url: url, and: []).redact(text) == shown)
    }

    @Test(arguments: [
        "tk_a/b&c=d", "tk_a%2fb%26c%3dd", "tk_a%2Fb%26c%3Dd", "tk_a%2fb%26c%3Dd",
        "tk_a/b&amp;c=d", "tk_a&#x2F;b&#38;c=d", "tk_a&#47;b&AMP;c&equals;d", #"tk_a\/b&c=d"#,
        #"tk_a\u002fb\u0026c=d"#, #"tk_a\u002Fb\u0026amp;c=d"#, "tk_a%252fb%2526c%253dd",
        "&#116;k_a/b&c=d", "dGtfYS9iJmM9ZA==", "dGtfYS9iJmM9ZA",
    ])
    func `is found in every spelling`(text: String) {
        let redactor = Redactor(url: "https://ntfy.sh", and: ["tk_a/b&c=d"])
        #expect(redactor.redact("you sent <\(text)>, so") == "you sent <<redacted>>, so")
    }

    @Test func `is a title that is a word, and no part of one`() {
        let redactor = Redactor(["Tea", "I"])
        #expect(
            redactor.redact("Tea: I Team, \"Tea\"") == "<redacted>: <redacted> Team, \"<redacted>\""
        )
    }

    @Test(arguments: UInt64(1)...200)
    func `is never left over, whatever it is and however it is written`(seed: UInt64) {
        var dice = Dice(seed: seed)
        let letters = Array("abcXYZ019-_.~/+&=?%\"\\<>' é愛💛")
        let length = dice.roll(2...40)
        let secret = "s" + String((0..<length).map { _ in dice.pick(letters) }) + "e"
        let redactor = Redactor(["other", secret])
        for round in 0..<20 {
            var text = secret
            for _ in 0..<(round % 4) {
                text = Self.encode(text, &dice)
            }
            let shown = redactor.redact("/before/ '\(text)' after")
            #expect(shown == "/before/ '<redacted>' after", "seed \(seed): \(secret) as \(text)")
        }
    }

    /// The text as one of many writers would write it, some characters more than they must.
    private static func encode(_ text: String, _ dice: inout Dice) -> String {
        let style = dice.roll(0...2)
        return text.map { character in
            let isSpecial = "%\"\\/&<>'+ ".contains(character)
            guard isSpecial || dice.chance(20) else {
                return String(character)
            }
            switch style {
            case 0:
                return Array(String(character).utf8).map { byte in
                    let digits = String(byte, radix: 16, uppercase: dice.chance(50))
                    return (byte < 16 ? "%0" : "%") + digits
                }.joined()
            case 1:
                return String(character).utf16.map { unit in
                    let digits = String(unit, radix: 16, uppercase: dice.chance(50))
                    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }.joined()
            default:
                return character.unicodeScalars.map { scalar in
                    dice.chance(50)
                        ? "&#\(scalar.value);" : "&#x" + String(scalar.value, radix: 16) + ";"
                }.joined()
            }
        }.joined()
    }
}
