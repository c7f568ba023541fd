import Glibc

/// Text from a file descriptor, byte by byte as it comes: nothing behind what is asked for is taken.
final class FileInput: TextInput {
    private let descriptor: Int32

    let isTerminal: Bool

    init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    func read(upTo limit: Int) throws(TextInputError) -> [UInt8] {
        try read(upTo: limit, pieces: 4_096) { _ in false }
    }

    func readLine(upTo limit: Int) throws(TextInputError) -> [UInt8] {
        try read(upTo: limit, pieces: 1) { $0.last == UInt8(ascii: "\n") }
    }

    private func read(
        upTo limit: Int,
        pieces: Int,
        isEnd: ([UInt8]) -> Bool
    ) throws(TextInputError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieces)
        while bytes.count < limit, !isEnd(bytes) {
            let count = Glibc.read(descriptor, &piece, min(pieces, limit - bytes.count))
            guard count >= 0 else {
                if errno == EINTR {
                    continue
                }
                throw TextInputError(String(cString: strerror(errno)))
            }
            guard count > 0 else {
                break
            }
            bytes += piece[..<count]
        }
        return bytes
    }
}
