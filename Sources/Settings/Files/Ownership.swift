package import Glibc

/// To whom a file or a folder belongs, and who may write to it.
package struct Ownership {
    package let user: uid_t
    private let group: gid_t
    private let mode: mode_t

    package init(_ status: stat) {
        user = status.st_uid
        group = status.st_gid
        mode = status.st_mode
    }

    /// Of what a path leads to; `nil` where there is nothing, or it cannot be seen.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return nil
        }
        self.init(status)
    }

    /// Of what has the name itself, which may be a link; `nil` where there is nothing.
    package init?(ofLink path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return nil
        }
        self.init(status)
    }

    /// Whether it is the user's that this runs as, or root's.
    package var isTrusted: Bool {
        user == geteuid() || user == 0 || (user == Self.nobody && !Self.seesRoot)
    }

    /// Whether it is open to writers other than its owner.
    ///
    /// The group that has its owner's name and no other member is the owner alone.
    package var isWritableByOthers: Bool {
        mode & 0o002 != 0 || (mode & 0o020 != 0 && !isOwnersGroup)
    }

    /// Whether others may replace what lies in the folder; in one with the sticky bit they may not.
    package var isFolderOfOthers: Bool {
        isWritableByOthers && mode & mode_t(S_ISVTX) == 0
    }

    private static let nobody: uid_t = 65_534

    /// Whether root has a number here: in a user namespace without it, such as that of
    /// `PrivateUsers=` in a user's unit, all users but one are nobody.
    private static let seesRoot: Bool = {
        let descriptor = open("/proc/self/uid_map", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            return true
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = max(0, read(descriptor, &bytes, bytes.count))
        let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
        return lines.contains { $0.split(separator: " ").first == "0" }
    }()

    private var isOwnersGroup: Bool {
        guard let name = Self.userName(user) else {
            return false
        }
        var entry = GroupEntry()
        var found: UnsafeMutablePointer<GroupEntry>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        guard getgrgid_r(group, &entry, &buffer, buffer.count, &found) == 0, found != nil,
            String(cString: entry.gr_name) == name
        else {
            return false
        }
        var member = entry.gr_mem
        while let text = member?.pointee {
            guard String(cString: text) == name else {
                return false
            }
            member = member?.successor()
        }
        return true
    }

    private static func userName(_ user: uid_t) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            return nil
        }
        return String(cString: entry.pw_name)
    }
}

private typealias GroupEntry = Glibc.group
