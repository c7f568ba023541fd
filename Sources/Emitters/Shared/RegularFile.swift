import Glibc

/// Tells files from what only has a file's name.
enum RegularFile {
    /// Why a file must not be opened by somebody who would wait for it; `nil` where it may, or where
    /// there is no path.
    ///
    /// A pipe that nobody writes to holds whoever opens it.
    static func fault(of path: String?) -> String? {
        guard let path else {
            return nil
        }
        var status = stat()
        guard stat(path, &status) == 0 else {
            return "'\(path)': \(String(cString: strerror(errno)).lowercased())"
        }
        return status.st_mode & S_IFMT == S_IFREG ? nil : "'\(path)' is not a regular file"
    }
}
