import Glibc

/// Writes a config whole or not at all: into a file beside it, which then takes its place.
package struct ConfigWriter {
    /// Why nothing was written.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// Where the config is written: what a link leads to, so that the link stays.
    package let path: String

    /// Makes a writer of the file that `path` names or leads to.
    package init(_ path: String) {
        guard let real = realpath(path, nil) else {
            self.path = path
            return
        }
        defer { free(real) }
        self.path = String(cString: real)
    }

    /// The text as it is.
    package func read() throws(Failure) -> String {
        do throws(ConfigFile.Failure) {
            return try ConfigFile.text(at: path)
        } catch {
            throw Failure(description: "\(path): \(error.message)")
        }
    }

    /// Puts `text` in the place of `old`, with the mode that the file has.
    ///
    /// - Throws: `Failure` also where the file does not hold `old` any more.
    package func replace(_ old: String, with text: String) throws(Failure) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw failure("cannot be read")
        }
        let draft = try draft(of: text, mode: status.st_mode & 0o777)
        guard try read().utf8.elementsEqual(old.utf8) else {
            unlink(draft)
            throw Failure(description: "\(path): somebody else has changed it meanwhile")
        }
        guard rename(draft, path) == 0 else {
            let failure = failure("cannot be replaced")
            unlink(draft)
            throw failure
        }
        syncFolder()
    }

    /// Writes a file that only its owner may read, and the folders on the way to it that are not there yet.
    ///
    /// - Throws: `Failure` also where anything has that name already.
    package func create(_ text: String) throws(Failure) {
        try makeFolder(folder)
        let draft = try draft(of: text, mode: 0o600)
        defer { unlink(draft) }
        // A link, unlike a renamed file, never takes the place of what is there.
        guard link(draft, path) == 0 else {
            throw failure("cannot be written")
        }
        syncFolder()
    }

    /// Writes `text` to a new file beside the config, to be edited, and returns its path.
    package func draft(of text: String) throws(Failure) -> String {
        try draft(of: text, mode: 0o600)
    }

    private func draft(of text: String, mode: mode_t) throws(Failure) -> String {
        var template = Array("\(folder)/.config-XXXXXX.toml".utf8CString)
        let descriptor = mkstemps(&template, 5)
        guard descriptor >= 0 else {
            throw failure("no file can be written beside it")
        }
        defer { close(descriptor) }
        let draft = String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else {
                let failure = failure("cannot be written")
                unlink(draft)
                throw failure
            }
            bytes = bytes.dropFirst(max(0, count))
        }
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
            let failure = failure("cannot be written")
            unlink(draft)
            throw failure
        }
        return draft
    }

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else {
            return "."
        }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func makeFolder(_ folder: String) throws(Failure) {
        if Ownership(of: folder) != nil || folder.isEmpty {
            return
        }
        if let slash = folder.lastIndex(of: "/") {
            try makeFolder(String(folder[..<slash]))
        }
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw failure("the folder '\(folder)' cannot be made")
        }
    }

    private func syncFolder() {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor >= 0 {
            fsync(descriptor)
            close(descriptor)
        }
    }

    private func failure(_ what: String) -> Failure {
        Failure(description: "\(path): \(what): \(String(cString: strerror(errno)))")
    }
}
