import Glibc

/// Gives what must be told apart a name that tells nobody what it is.
///
/// A nudge's id is a plain hash of its ritual, time and partner, so who guesses a ritual's name can find
/// it out. A token is a hash under a key of 32 random bytes that never leaves the state directory.
package struct Veil: Sendable {
    private static let file = "veil.key"
    private static let length = 32

    private let key: [UInt8]

    /// A veil whose tokens mean nothing to another run.
    package init() {
        var generator = SystemRandomNumberGenerator()
        key = (0..<Self.length).map { _ in .random(in: .min ... .max, using: &generator) }
    }

    /// The veil of a state directory, whose key is made where there is none.
    ///
    /// Where it can be neither read nor written, tokens are of this run alone: a receiver may take what
    /// is sent again after a restart for something new.
    package init(folder: String) {
        let path = "\(folder)/\(Self.file)"
        let fresh = Veil()
        if let known = Self.read(path) {
            key = known
        } else {
            key = Self.write(fresh.key, to: path) ? fresh.key : Self.read(path) ?? fresh.key
        }
    }

    /// 32 hexadecimal digits: the same for the same text, under the same key.
    package func token(_ text: String) -> String {
        let message = Array("rituald veil".utf8) + [0] + Array(text.utf8)
        return SigningKeys.authenticationCode(of: message, under: key).prefix(16)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            .joined()
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            return nil
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_uid == geteuid(), status.st_size == length
        else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: length)
        return Glibc.read(descriptor, &bytes, length) == length ? bytes : nil
    }

    /// Writes the key beside its place and renames it, so that no half of one is ever read.
    private static func write(_ key: [UInt8], to path: String) -> Bool {
        let unfinished = path + ".part"
        unlink(unfinished)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = open(unfinished, flags, mode_t(0o600))
        guard descriptor >= 0 else {
            return false
        }
        let isWritten = Glibc.write(descriptor, key, key.count) == key.count
        let isKept = isWritten && fsync(descriptor) == 0
        close(descriptor)
        return isKept && rename(unfinished, path) == 0
    }
}
