import Glibc

/// Refuses a config that somebody else may change: it names programs that run as its reader.
///
/// The file that the path leads to, its folder and the folder of the path itself are looked at.
struct ConfigOwnership {
    let path: String

    /// Looks at the open file; only a regular one has an owner that says anything.
    func check(_ descriptor: CInt) throws(ConfigFile.Failure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return
        }
        let real = realPath ?? path
        try checkFile(Ownership(status), at: real)
        if let link = Ownership(ofLink: path), !link.isTrusted {
            throw ConfigFile.Failure(
                message: "is a link that belongs to another user (uid \(link.user)); "
                    + "name the file itself"
            )
        }
        for folder in Set([folder(of: path), folder(of: real)]).sorted() {
            try checkFolder(folder)
        }
    }

    private func checkFile(_ file: Ownership, at path: String) throws(ConfigFile.Failure) {
        guard file.isTrusted else {
            throw ConfigFile.Failure(
                message:
                    "belongs to another user (uid \(file.user)), and the programs that it names "
                    + "would run as you; `sudo chown \(geteuid()) '\(path)'` makes it yours"
            )
        }
        guard !file.isWritableByOthers else {
            throw ConfigFile.Failure(
                message: "can be written by others, and the programs that it names would run as "
                    + "you; `chmod go-w '\(path)'` keeps it to its owner"
            )
        }
    }

    private func checkFolder(_ path: String) throws(ConfigFile.Failure) {
        guard let folder = Ownership(of: path) else {
            return
        }
        guard folder.isTrusted else {
            throw ConfigFile.Failure(
                message:
                    "lies in '\(path)', which belongs to another user (uid \(folder.user)), who "
                    + "can replace it; `sudo chown \(geteuid()) '\(path)'` makes the folder yours"
            )
        }
        guard !folder.isFolderOfOthers else {
            throw ConfigFile.Failure(
                message: "lies in '\(path)', where others can replace it; "
                    + "`chmod go-w '\(path)'` keeps the folder to its owner"
            )
        }
    }

    private var realPath: String? {
        guard let real = realpath(path, nil) else {
            return nil
        }
        defer { free(real) }
        return String(cString: real)
    }

    private func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else {
            return "."
        }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
