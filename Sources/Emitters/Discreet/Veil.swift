/// Makes tokens that distinguish ids without revealing them.
///
/// A nudge's id is a plain hash of its ritual, time and partner, so anybody who guesses a ritual's
/// name can check the guess. A token is a hash under a key of 32 random bytes that never leaves the
/// state directory.
package struct Veil: Sendable {
    /// The name of the key's file in the state directory.
    package static let file = "veil.key"

    private let key: [UInt8]

    /// Makes a veil with a random key, whose tokens are other ones in each run.
    package init() {
        key = KeyFile.random()
    }

    /// Makes a veil with a stored key, whose tokens stay the same over restarts.
    ///
    /// With a new key, a receiver could take a nudge that is sent again for a new nudge.
    package init(_ file: KeyFile) {
        key = file.bytes
    }

    /// Returns a token of 32 hexadecimal digits, the same for the same text and key.
    package func token(_ text: String) -> String {
        let message = Array("rituald veil".utf8) + [0] + Array(text.utf8)
        return Array(HMACSHA256.code(of: message, under: key).prefix(16)).hexadecimal
    }
}
