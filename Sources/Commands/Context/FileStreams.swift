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

/// Text to a file descriptor, in pieces of 64 KiB.
final class FileOutput: TextOutput {
    private let descriptor: Int32
    private var waiting: [UInt8] = []
    private let pieceSize = 65_536

    let isTerminal: Bool

    init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    func write(_ text: String) throws(TextOutputError) {
        waiting.append(contentsOf: text.utf8)
        if waiting.count >= pieceSize {
            try flush()
        }
    }

    func flush() throws(TextOutputError) {
        let piece = waiting
        waiting.removeAll(keepingCapacity: true)
        var start = 0
        while start < piece.count {
            let count = piece.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
            }
            if count >= 0 {
                start += count
                continue
            }
            switch errno {
            case EINTR: continue
            case EPIPE: throw .closed
            default: throw .failed(String(cString: strerror(errno)))
            }
        }
    }
}
