import Household

/// Reads where a secret is kept; the secret itself is refused, and never shown.
struct SecretReferenceReader {
    /// How the config says where a secret is kept.
    static let forms = "{ credential = \"NAME\" } or { file = \"/PATH\" }"

    let table: TableReader

    func read(_ key: String) -> SecretReference? {
        guard let node = table.node(key) else {
            return nil
        }
        guard case .table = node.value.value, let reference = table.table(key) else {
            table.findings.error(
                "a secret never stands in the config itself; say where it is kept: \(Self.forms)",
                at: node
            )
            return nil
        }
        return read(reference)
    }

    /// Reads a table that says where a secret is kept.
    func read(_ reference: TableReader) -> SecretReference? {
        reference.refuseKeys(notIn: KnownKeys.secret)
        switch (reference.has("credential"), reference.has("file")) {
        case (true, true):
            reference.error("holds both 'credential' and 'file'; give one of them")
        case (false, false):
            reference.error("does not say where the secret is kept; give \(Self.forms)")
        case (true, false):
            return credential(reference)
        case (false, true):
            return reference.absolutePath("file").map { .file($0) }
        }
        return nil
    }

    /// A credential's name is a file name (systemd.exec(5), `LoadCredential=`).
    private func credential(_ reference: TableReader) -> SecretReference? {
        guard let name = reference.string("credential") else {
            return nil
        }
        let isFileName =
            !name.value.isEmpty && name.value != "." && name.value != ".."
            && name.value.utf8.count <= 255
            && name.value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        guard isFileName else {
            reference.findings.error(
                "\(quoted(name.value)) is not the name of a credential: a file name without '/'",
                at: name
            )
            return nil
        }
        return .credential(name.value)
    }
}
