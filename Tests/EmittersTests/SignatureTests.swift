import CivilTime
import Emitters
import Household
import Testing

@Suite struct `Standard Webhooks signatures` {
    private let body = Array(#"{"test": 2432232314}"#.utf8)
    private let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    private let sent = Instant(secondsSinceEpoch: 1_614_265_330)
    private let first = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    @Test func `agree with the known answer`() throws {
        let keys = try SigningKeys(Secret(first), called: "the secret")
        #expect(
            keys.signature(of: body, id: id, at: sent)
                == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        )
    }

    @Test func `are one for each of two secrets while one is being replaced`() throws {
        let second = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
        let keys = try SigningKeys(Secret("\(first)\n\(second)"), called: "the secret")
        let alone = try SigningKeys(Secret(second), called: "the secret")
        let signatures = keys.signature(of: body, id: id, at: sent).split(separator: " ")
        #expect(signatures.count == 2)
        #expect(signatures.first == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(signatures.last.map(String.init) == alone.signature(of: body, id: id, at: sent))
    }

    @Test(arguments: [
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64 at all!",
    ])
    func `need a secret of the right form, and no error repeats it`(_ text: String) throws {
        let error = #expect(throws: EmitterError.self) {
            try SigningKeys(Secret(text), called: "the secret")
        }
        #expect(
            error?.description == "the secret is not 'whsec_' and base64 of 24 to 64 bytes"
        )
    }
}
