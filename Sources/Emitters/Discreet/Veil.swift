/// Gives what must be told apart a name that tells nobody what it is.
///
/// A nudge's id is a plain hash of its ritual, time and partner, so who guesses a ritual's name can find
/// it out. A token is a hash under a key of 32 random bytes that never leaves the state directory.
package struct Veil: Sendable {
    /// The name of the key's file in the state directory.
    package static let file = "veil.key"

    private let key: [UInt8]

    /// A veil whose tokens mean nothing to another run.
    package init() {
        key = KeyFile.random()
    }

    /// A veil under a key that is kept.
    ///
    /// Under a new one a receiver may take what is sent again after a restart for something new.
    package init(_ file: KeyFile) {
        key = file.bytes
    }

    /// 32 hexadecimal digits: the same for the same text, under the same key.
    package func token(_ text: String) -> String {
        let message = Array("rituald veil".utf8) + [0] + Array(text.utf8)
        return Array(HMACSHA256.code(of: message, under: key).prefix(16)).hexadecimal
    }
}
