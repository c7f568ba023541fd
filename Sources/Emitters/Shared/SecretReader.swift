import Glibc
package import Household

/// Reads the secrets that the config refers to.
package struct SecretReader: Sendable {
    private static let most = 64 * 1024

    private let credentialsDirectory: String?

    /// Makes a reader; `credentialsDirectory` is `$CREDENTIALS_DIRECTORY` (systemd's
    /// `LoadCredential=`).
    package init(credentialsDirectory: String?) {
        self.credentialsDirectory = credentialsDirectory
    }

    /// Returns the secret, without the white space at its end.
    ///
    /// systemd guards a credential. A file has to be regular, to belong to the user of this
    /// process, and to give other users no permission; else this throws `EmitterError.secret`.
    package func read(_ reference: SecretReference) throws(EmitterError) -> Secret {
        switch reference {
        case .credential(let name):
            guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
                throw .secret(what: "credential '\(name)'", reason: "a name has no slash")
            }
            guard let credentialsDirectory else {
                throw .secret(
                    what: "credential '\(name)'",
                    reason: "there is no $CREDENTIALS_DIRECTORY; the unit's LoadCredential= sets it"
                )
            }
            return try read(
                "\(credentialsDirectory)/\(name)",
                called: "credential '\(name)'",
                ownerOnly: false
            )
        case .file(let path):
            return try read(path, called: "file '\(path)'", ownerOnly: true)
        }
    }

    private func read(
        _ path: String,
        called what: String,
        ownerOnly: Bool
    ) throws(EmitterError) -> Secret {
        // Without O_NONBLOCK, opening a named pipe would block the daemon.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .secret(what: what, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .secret(what: what, reason: "it is not a regular file")
        }
        if ownerOnly {
            guard status.st_uid == geteuid() else {
                throw .secret(what: what, reason: "it belongs to another user")
            }
            guard status.st_mode & 0o077 == 0 else {
                throw .secret(
                    what: what,
                    reason: "other users have access to it; 'chmod 600' leaves it to its owner"
                )
            }
        }
        return try contents(of: descriptor, called: what)
    }

    private func contents(
        of descriptor: Int32,
        called what: String
    ) throws(EmitterError) -> Secret {
        var bytes = [UInt8](repeating: 0, count: Self.most + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else {
            throw .secret(what: what, reason: String(cString: strerror(errno)))
        }
        guard count <= Self.most, let text = String(validating: bytes.prefix(count), as: UTF8.self)
        else {
            throw .secret(what: what, reason: "it is not text of at most 64 KiB")
        }
        let value = text.trimmingSuffix(while: \.isWhitespace)
        guard !value.isEmpty else {
            throw .secret(what: what, reason: "it is empty")
        }
        return Secret(String(value))
    }
}

extension String {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, isTrimmed(last) {
            rest.removeLast()
        }
        return rest
    }
}

/// Checks that a path leads to a regular file.
enum RegularFile {
    /// Says why the file must not be opened; `nil` where it may be, or where there is no path.
    ///
    /// To open a named pipe that nobody writes to would block.
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

/// Why an emitter cannot be made; the message names settings and files, never their content.
package enum EmitterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A secret cannot be read: `what` is its file or credential, `reason` why.
    case secret(what: String, reason: String)
    /// The value does not have the form that is needed.
    case malformed(what: String, allowed: String)
    /// The preset needs a key that the config does not give.
    case missing(String)
    /// The address cannot be used with the preset.
    case address(allowed: String)
    /// A system call failed; the text is the system's message.
    case system(String)

    package var description: String {
        switch self {
        case .secret(let what, let reason): "\(what) cannot be used: \(reason)"
        case .malformed(let what, let allowed): "\(what) is not \(allowed)"
        case .system(let reason): "a system call failed: \(reason)"
        case .missing(let key): "the channel has no '\(key)', which its preset needs"
        case .address(let allowed): "the channel's url is not \(allowed)"
        }
    }
}
