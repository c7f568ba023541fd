import Glibc

/// The identity, size and modification time of a file; a change of the file changes one of them.
struct FileStamp: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let modifiedSeconds: Int64
    let modifiedNanoseconds: Int64

    /// Returns the stamp of a regular file, or the `errno` of the failure; another kind of file is
    /// `EISDIR`.
    static func of(_ path: String) -> Result<FileStamp, FileFailure> {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return .failure(FileFailure(number: errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return .failure(FileFailure(number: EISDIR))
        }
        return .success(
            FileStamp(
                device: UInt64(status.st_dev),
                inode: UInt64(status.st_ino),
                size: Int64(status.st_size),
                modifiedSeconds: Int64(status.st_mtim.tv_sec),
                modifiedNanoseconds: Int64(status.st_mtim.tv_nsec)
            )
        )
    }
}

extension FileStamp {
    /// Says whether a path leads to a directory.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// A failed system call, by its `errno`.
struct FileFailure: Error, CustomStringConvertible {
    let number: Int32

    var isAbsence: Bool { number == ENOENT || number == ENOTDIR || number == EISDIR }

    var description: String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text)
    }
}

/// Reads small files, links, directories and the environment.
enum ZoneFile {
    /// The limit of a file that is read, in bytes; no zone's file comes near it.
    static let largest = 1 << 20

    /// Reads a whole file, at most so many bytes of it.
    static func read(_ path: String, atMost limit: Int = largest) -> Result<[UInt8], FileFailure> {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(FileFailure(number: errno)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 16_384))
        while bytes.count < limit {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(FileFailure(number: errno)) }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[0..<count])
        }
        return .success(bytes)
    }

    /// The target of a symbolic link, if the path is one.
    static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count: Int = unsafe buffer.withUnsafeMutableBytes { bytes in
            guard let base = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress else {
                return -1
            }
            return unsafe readlink(path, base, bytes.count)
        }
        guard count > 0 else { return nil }
        return String(decoding: buffer[0..<count], as: UTF8.self)
    }

    /// A variable of the process's environment, where it is set and not empty.
    static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The names in a directory whose kind (readdir(3)) is wanted, without those that begin with a dot.
    static func entries(
        _ path: String,
        where isWanted: (_ kind: Int) -> Bool = { _ in true }
    ) -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            guard isWanted(unsafe Int(entry.pointee.d_type)) else { continue }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(
                    cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self)
                )
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// The names of the directories in a directory, links to some included, without those that begin with a dot.
    static func folders(_ path: String) -> [String] {
        entries(path) { kind in kind == DT_DIR || kind == DT_LNK || kind == DT_UNKNOWN }
            .filter { FileStamp.isFolder("\(path)/\($0)") }
    }
}
