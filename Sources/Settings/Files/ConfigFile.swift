import Glibc

/// Reads the bytes of a config file, and says what keeps them from being a text.
enum ConfigFile {
    /// Why a file gives no text; the place is that of the first wrong byte, where there is one.
    struct Failure: Error {
        var message: String
        var position = TextPosition(line: 0, column: 0)
    }

    /// The text of the file at `path`, which is a regular one: a pipe may never say anything.
    static func text(at path: String) throws(Failure) -> String {
        let bytes = try bytes(at: path)
        if let text = String(validating: bytes, as: UTF8.self) {
            return text
        }
        throw Failure(message: "is not UTF-8 here", position: firstFault(in: bytes))
    }

    private static func bytes(at path: String) throws(Failure) -> [UInt8] {
        guard !path.utf8.contains(0) else {
            throw Failure(message: "a path cannot hold a NUL")
        }
        // To open a pipe that nobody writes to would wait, too.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 || errno != ENOENT else {
            let isLink = Ownership(ofLink: path) != nil
            throw Failure(
                message: isLink
                    ? "is a link to a file that is not there"
                    : "there is no such file; 'ritualctl init' writes a first one"
            )
        }
        guard descriptor >= 0 else {
            throw Failure(message: "cannot be opened: \(reason(errno))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw Failure(message: "cannot be read: \(reason(errno))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let isDirectory = status.st_mode & S_IFMT == S_IFDIR
            throw Failure(
                message: isDirectory ? "is a directory, not a file" : "is not a regular file"
            )
        }
        try ConfigOwnership(path: path).check(descriptor)
        return try contents(of: descriptor)
    }

    private static func contents(of descriptor: CInt) throws(Failure) -> [UInt8] {
        let limit = TOMLDocument.maximumLength
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR {
                continue
            }
            guard count >= 0 else {
                throw Failure(message: "cannot be read: \(reason(errno))")
            }
            guard count > 0 else {
                return bytes
            }
            bytes += chunk[..<count]
        }
        throw Failure(message: "is longer than \(limit) bytes")
    }

    private static func reason(_ code: CInt) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard strerror_r(code, &buffer, buffer.count) == 0 else {
            return "error \(code)"
        }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    /// The place of the first byte that is not UTF-8.
    private static func firstFault(in bytes: [UInt8]) -> TextPosition {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var position = TextPosition(line: 1, column: 1)
        while case .valid(let encoded) = decoder.parseScalar(from: &iterator) {
            if Unicode.UTF8.decode(encoded) == "\n" {
                position = TextPosition(line: position.line + 1, column: 1)
            } else {
                position.column += 1
            }
        }
        return position
    }
}
