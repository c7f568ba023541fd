import Emitters
import Foundation
import Household
import Planning
import Testing

@Suite struct `A phone's token` {
    private let tokens = AnswerTokens(key: Array(0..<32))
    private let partners = ["robin", "alex"]

    private func token(_ nudge: Nudge, _ action: NudgeAction = .done) throws -> String {
        try #require(tokens.token(for: nudge, action))
    }

    /// The bytes of a token, changed and written again.
    private func forged(_ token: String, _ change: (inout [UInt8]) -> Void) throws -> String {
        let usual = token.replacing("-", with: "+").replacing("_", with: "/")
        var bytes = [UInt8](try #require(Data(base64Encoded: usual)))
        change(&bytes)
        return Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    @Test(arguments: NudgeAction.allCases)
    func `says its nudge and partner again`(_ action: NudgeAction) throws {
        let nudge = try nudge()
        let text = try token(nudge, action)
        #expect(try token(nudge, action) == text)
        let reading = try #require(tokens.read(text, as: action, of: partners))
        #expect(reading.nudge == nudge.id)
        #expect(reading.partner == "alex")
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
    }

    @Test func `holds neither the id, the ritual nor the partner`() throws {
        let nudge = try nudge()
        let text = try token(nudge)
        _ = try forged(text) { bytes in
            let words = String(decoding: bytes, as: UTF8.self)
            for word in [nudge.id, String(nudge.id.prefix(6)), "check-in", "alex"] {
                #expect(!words.contains(word) && !text.contains(word))
            }
        }
    }

    @Test func `is good for no other nudge, partner, action or key`() throws {
        let own = try nudge()
        let text = try token(own)
        var robins = own
        robins.partners = ["robin"]
        let reading = try #require(tokens.read(text, as: .done, of: partners))
        let others = [
            try token(nudge(stage: .followUp)), try token(robins), try token(own, .later),
        ]
        for other in others {
            #expect(other != text)
            #expect(tokens.read(other, as: .done, of: partners)?.digest != reading.digest)
        }
        #expect(tokens.read(text, as: .later, of: partners) == nil)
        #expect(tokens.read(text, as: .skip, of: partners) == nil)
        #expect(tokens.read(text, as: .done, of: ["robin"]) == nil)
        #expect(tokens.read(text, as: .done, of: []) == nil)
        let stranger = AnswerTokens(key: Array(1...32))
        #expect(stranger.read(text, as: .done, of: partners) == nil)
    }

    @Test func `is none with any one bit changed`() throws {
        let text = try token(nudge())
        for bit in 0..<(48 * 8) {
            let changed = try forged(text) { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
            #expect(tokens.read(changed, as: .done, of: partners) == nil)
        }
    }

    @Test func `is nothing else than what was written`() throws {
        let text = try token(nudge())
        let last = try #require(text.last?.asciiValue)
        let others = [
            "", "a", "\(text)=", "\(text)==", "\(text)A", String(text.dropLast()), " \(text)",
            "\(text)\n", String(repeating: "A", count: 64), String(repeating: "A", count: 100_000),
            "é\(text.dropFirst())",
            // The last character has bits that no byte is made of.
            "\(text.dropLast())\(Character(UnicodeScalar(last + 1)))",
        ]
        for other in others {
            #expect(tokens.read(other, as: .done, of: partners) == nil, "\(other.prefix(100))")
        }
    }
}
