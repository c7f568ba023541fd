import Rituals

/// Reads the keys of a channel of type `webhook`.
///
/// No message of it repeats a URL or a secret.
struct WebhookReader {
    let table: TableReader

    func read() -> WebhookSettings? {
        let preset = preset()
        let token = secret("token")
        let signing = secret("secret")
        let timeout = table.timeout("timeout")
        guard let url = url() else {
            return nil
        }
        return WebhookSettings(
            url: url,
            preset: preset ?? .none,
            token: token,
            secret: signing,
            timeout: timeout ?? .seconds(15)
        )
    }

    private func preset() -> WebhookSettings.Preset? {
        guard let preset = table.choice("preset", of: WebhookSettings.Preset.self),
            let node = table.node("preset")
        else {
            return nil
        }
        let available = WebhookSettings.Preset.available
        guard available.contains(preset) else {
            let list = available.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            table.findings.error(
                "'\(preset.rawValue)' is not supported yet; this version knows \(list)",
                at: node
            )
            return nil
        }
        return preset
    }

    private func url() -> Secret? {
        let example = "an address such as 'https://ntfy.example/us'"
        guard table.has("url") else {
            table.missing("url", example)
            return nil
        }
        guard let text = table.string("url", expecting: example) else {
            return nil
        }
        if let fault = WebAddress.fault(in: text.value) {
            table.findings.error(fault, at: text)
            return nil
        }
        if WebAddress.hasUserInformation(text.value) {
            table.findings.warning(
                "the address holds a name or a password; give 'token' instead",
                at: text
            )
        }
        return Secret(text.value)
    }

    /// A reference to a secret; the secret itself is refused, and never shown.
    private func secret(_ key: String) -> SecretReference? {
        let forms = "{ credential = \"NAME\" } or { file = \"/PATH\" }"
        guard let node = table.node(key) else {
            return nil
        }
        guard case .table = node.value.value, let reference = table.table(key) else {
            table.findings.error(
                "a secret never stands in the config itself; say where it is kept: \(forms)",
                at: node
            )
            return nil
        }
        reference.refuseKeys(notIn: KnownKeys.secret)
        switch (reference.has("credential"), reference.has("file")) {
        case (true, true):
            reference.error("holds both 'credential' and 'file'; give one of them")
        case (false, false):
            reference.error("does not say where the secret is kept; give \(forms)")
        case (true, false):
            return credential(reference)
        case (false, true):
            return file(reference)
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

    private func file(_ reference: TableReader) -> SecretReference? {
        guard let path = reference.string("file") else {
            return nil
        }
        guard path.value.hasPrefix("/"), !path.value.contains("\0") else {
            reference.findings.error("\(quoted(path.value)) is not an absolute path", at: path)
            return nil
        }
        return .file(path.value)
    }
}
