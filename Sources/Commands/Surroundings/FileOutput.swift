import Glibc

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
