import GRDBSQLite

/// An open file of a `FrailDisk`, laid out as SQLite wants it: its methods first.
struct FrailFile {
    var methods: UnsafePointer<sqlite3_io_methods>?
    var open: Unmanaged<OpenFile>?

    /// What the pointer of a file leads to.
    final class OpenFile {
        let disk: FrailDisk
        let contents: FrailDisk.Contents

        init(disk: FrailDisk, contents: FrailDisk.Contents) {
            self.disk = disk
            self.contents = contents
        }
    }

    private static func file(_ file: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile? {
        file.flatMap { pointer in
            UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: FrailFile.self).pointee.open?
                .takeUnretainedValue()
        }
    }

    static let open:
        @convention(c) (
            UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?,
            UnsafeMutablePointer<sqlite3_file>?, CInt, UnsafeMutablePointer<CInt>?
        ) -> CInt = { vfs, path, file, flags, outFlags in
            guard let (disk, name) = FrailDisks.place(path), let file else {
                return FrailDisks.system?.vfs.pointee.xOpen(vfs, path, file, flags, outFlags)
                    ?? SQLITE_CANTOPEN
            }
            let isThere = disk.file(name) != nil
            let raw = UnsafeMutableRawPointer(file)
            guard isThere || flags & SQLITE_OPEN_CREATE != 0 && !disk.isDead else {
                raw.initializeMemory(as: FrailFile.self, to: FrailFile(methods: nil, open: nil))
                return SQLITE_CANTOPEN
            }
            let opened = OpenFile(disk: disk, contents: disk.make(name))
            raw.initializeMemory(
                as: FrailFile.self,
                to: FrailFile(methods: methods.pointer, open: Unmanaged.passRetained(opened))
            )
            outFlags?.pointee = flags
            return SQLITE_OK
        }

    private struct Methods: @unchecked Sendable {
        let pointer: UnsafePointer<sqlite3_io_methods>
    }

    private static func code(
        _ fault: FrailDisk.Fault?,
        _ otherwise: CInt = IOError.write
    ) -> CInt {
        switch fault {
        case nil: SQLITE_OK
        case .full: SQLITE_FULL
        case .writes: otherwise
        case .syncs: IOError.sync
        }
    }

    private static let methods: Methods = {
        var methods = sqlite3_io_methods()
        methods.iVersion = 1
        methods.xClose = { pointer in
            guard let pointer else { return SQLITE_OK }
            let raw = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: FrailFile.self)
            raw.pointee.open?.release()
            raw.pointee.open = nil
            return SQLITE_OK
        }
        methods.xRead = { pointer, buffer, count, offset in
            guard let open = file(pointer), let buffer else { return IOError.read }
            let target = UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))
            return open.contents.bytes.withUnsafeBytes { bytes in
                let start = min(Int(offset), bytes.count)
                let end = min(start + Int(count), bytes.count)
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                guard end - start < Int(count) else { return SQLITE_OK }
                target[(end - start)...].initializeMemory(as: UInt8.self, repeating: 0)
                return IOError.shortRead
            }
        }
        methods.xWrite = { pointer, bytes, count, offset in
            guard let open = file(pointer) else { return IOError.write }
            let buffer = UnsafeRawBufferPointer(start: bytes, count: Int(count))
            return code(open.disk.write(buffer, at: Int(offset), of: open.contents))
        }
        methods.xTruncate = { pointer, size in
            guard let open = file(pointer) else { return IOError.truncate }
            return code(
                open.disk.truncate(open.contents, to: Int(size)),
                IOError.truncate
            )
        }
        methods.xSync = { pointer, _ in
            guard let open = file(pointer) else { return IOError.sync }
            return code(open.disk.synchronize(open.contents), IOError.sync)
        }
        methods.xFileSize = { pointer, size in
            guard let open = file(pointer) else { return IOError.size }
            size?.pointee = sqlite3_int64(open.contents.bytes.count)
            return SQLITE_OK
        }
        // One simulation, one connection: there is nobody to lock out.
        methods.xLock = { _, _ in SQLITE_OK }
        methods.xUnlock = { _, _ in SQLITE_OK }
        methods.xCheckReservedLock = { _, isReserved in
            isReserved?.pointee = 0
            return SQLITE_OK
        }
        methods.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        methods.xSectorSize = { _ in 512 }
        methods.xDeviceCharacteristics = { _ in 0 }
        let pointer = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        pointer.initialize(to: methods)
        return Methods(pointer: UnsafePointer(pointer))
    }()
}

/// SQLite's extended codes for input and output (<https://sqlite.org/rescode.html>): the header writes
/// them as expressions, which Swift does not import.
enum IOError {
    static let read = SQLITE_IOERR | 1 << 8
    static let shortRead = SQLITE_IOERR | 2 << 8
    static let write = SQLITE_IOERR | 3 << 8
    static let sync = SQLITE_IOERR | 4 << 8
    static let truncate = SQLITE_IOERR | 6 << 8
    static let size = SQLITE_IOERR | 7 << 8
    static let deleteMissing = SQLITE_IOERR | 23 << 8
}
