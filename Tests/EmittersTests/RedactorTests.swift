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

    @Test func `leaves one line of text, whatever the bytes are`() {
        let redactor = Redactor([])
        #expect(redactor.excerpt(of: []) == nil)
        #expect(redactor.excerpt(of: [0x20, 0x0a]) == nil)
        #expect(redactor.excerpt(of: Array("a\r\n\u{1b}[31mb\u{2028}c".utf8)) == "a [31mb c")
        #expect(redactor.excerpt(of: [0x61, 0xff, 0x62]) == "a\u{fffd}b")
    }
}
