import Addresses
import Household

/// Reads the keys of a channel of type `mail`.
///
/// No message of it repeats the server's address or a secret.
struct MailReader {
    private static let address = "a plain address such as 'us@example.org'"

    let table: TableReader

    func read() -> MailSettings? {
        let (user, password) = LoginReader(table: table).read()
        let isInsecure = table.boolean("insecure") ?? false
        let timeout = table.timeout("timeout")
        let caFile = table.absolutePath("ca_file")
        let url = url()
        let from = sender()
        let recipients = recipients()
        guard let url, let from, let recipients else {
            return nil
        }
        return MailSettings(
            url: url,
            from: from,
            recipients: recipients,
            user: user,
            password: password,
            timeout: timeout ?? .seconds(15),
            caFile: caFile,
            isInsecure: isInsecure
        )
    }

    private func url() -> Secret? {
        let example = "a mail server such as 'smtps://mail.example' or 'smtp://mail.example:587'"
        guard table.has("url") else {
            table.missing("url", example)
            return nil
        }
        guard let text = table.string("url", expecting: example) else {
            return nil
        }
        do {
            let address = try WebAddress(text.value, schemes: ["smtps", "smtp"])
            if address.user != nil {
                table.findings.error(
                    "the address holds a name or a password; give 'user' and 'password'",
                    at: text
                )
            }
            if address.hasMoreThanPath {
                table.findings.error("the address holds a '?' or a '#'", at: text)
            }
        } catch {
            table.findings.error(error.text, at: text)
            return nil
        }
        return Secret(text.value)
    }

    private func sender() -> String? {
        guard table.has("from") else {
            table.missing("from", Self.address)
            return nil
        }
        return table.string("from", expecting: Self.address).flatMap(plain)
    }

    /// One address or a list of them.
    private func recipients() -> [String]? {
        guard let node = table.node("to") else {
            table.missing("to", "\(Self.address), or a list of them")
            return nil
        }
        guard case .array(let elements) = node.value.value else {
            return table.string("to", expecting: Self.address).flatMap(plain).map { [$0] }
        }
        guard !elements.isEmpty else {
            table.findings.error("is empty; give \(Self.address)", at: node)
            return nil
        }
        let texts = table.names("to", of: "addresses") ?? []
        let addresses = texts.compactMap(plain)
        return addresses.count == elements.count ? addresses : nil
    }

    private func plain(_ text: Located<String>) -> String? {
        guard MailAddress.isPlain(text.value) else {
            table.findings.error("\(quoted(text.value)) is not \(Self.address)", at: text)
            return nil
        }
        return text.value
    }
}
