import Glibc
import Settings

/// The path of the control socket, with the checks before the path is used.
///
/// Only a socket of the user's own is ever replaced or removed.
struct SocketPlace {
    let path: String

    /// The identity of a socket's file: its device and inode number.
    struct Identity: Equatable {
        var device: UInt64
        var number: UInt64
    }

    /// Creates the folder where it is missing; throws where another user owns it or can write to
    /// it.
    func prepareFolder() throws {
        let folder = self.folder
        var made = ""
        for part in folder.split(separator: "/") {
            made += made.isEmpty && !folder.hasPrefix("/") ? String(part) : "/\(part)"
            let failed = mkdir(made, 0o700) != 0
            let reason = errno
            guard !failed || access(made, F_OK) == 0 else {
                throw SystemError("cannot make '\(made)'", code: reason)
            }
        }
        for owner in [Ownership(ofLink: folder), Ownership(of: folder)] {
            if let owner, !owner.isTrusted {
                throw ControlSocketError.foreignFolder(folder, user: owner.user)
            }
        }
        if let owner = Ownership(of: folder), owner.isFolderOfOthers {
            throw ControlSocketError.openFolder(folder)
        }
    }

    /// Returns whether a socket of this user has the path; throws where any other file has it.
    func isTaken() throws -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else {
                throw SystemError("cannot listen at '\(path)'")
            }
            return false
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ControlSocketError.noSocket(path, Self.name(of: status.st_mode))
        }
        guard status.st_uid == geteuid() else {
            throw ControlSocketError.foreignSocket(path, user: status.st_uid)
        }
        return true
    }

    /// The identity of the socket at the path; `nil` where no socket of this user is there.
    var identity: Identity? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK,
            status.st_uid == geteuid()
        else {
            return nil
        }
        return Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }

    /// Removes the socket, unless another file has the path by now.
    func remove(_ socket: Identity?) {
        if let socket, identity == socket {
            unlink(path)
        }
    }

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else {
            return "."
        }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func name(of mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFREG: "a file"
        case S_IFDIR: "a folder"
        case S_IFLNK: "a link"
        case S_IFIFO: "a pipe"
        default: "a device"
        }
    }
}
