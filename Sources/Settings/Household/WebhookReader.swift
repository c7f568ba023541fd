import Addresses
import Household

/// Reads the keys of a channel of type `webhook`.
///
/// No message of it repeats a URL or a secret.
struct WebhookReader {
    private static let targets = [
        "room": "the id of a room, such as '!abcdef:matrix.example'",
        "chat": "a chat's number such as '-1001234567890', or '@NAME' of a channel",
        "tag": "a tag of the key's configuration",
    ]

    let table: TableReader

    func read() -> WebhookSettings? {
        let preset = table.choice("preset", of: WebhookPreset.self)
        let token = SecretReferenceReader(table: table).read("token")
        let signing = SecretReferenceReader(table: table).read("secret")
        let timeout = table.timeout("timeout")
        let caFile = table.absolutePath("ca_file")
        let isInsecure = table.boolean("insecure") ?? false
        let url = url(of: preset ?? .none, isInsecure: isInsecure)
        // What goes with a preset cannot be judged where the preset itself is wrong.
        guard preset != nil || !table.has("preset") else {
            return nil
        }
        let known = preset ?? .none
        checkToken(of: known)
        let target = target(of: known)
        let answers = answers(of: known, isInsecure: isInsecure)
        let clientToken = clientToken(of: known)
        let listens = listens(known)
        return url.map { url in
            var settings = WebhookSettings(
                url: url,
                preset: known,
                token: token,
                secret: signing,
                timeout: timeout ?? .seconds(15),
                caFile: caFile,
                isInsecure: isInsecure,
                target: target,
                answers: answers
            )
            settings.clientToken = clientToken
            settings.listens = listens
            return settings
        }
    }

    private func listens(_ preset: WebhookPreset) -> Bool {
        guard preset.canListen else {
            refuse("listen", of: preset, goesWith: \.canListen)
            return false
        }
        let listens = table.boolean("listen") ?? false
        if listens, table.has("answers"), let node = table.node("listen") {
            table.findings.error("answers come by 'listen' or by 'answers', not by both", at: node)
        }
        return listens
    }

    private func clientToken(of preset: WebhookPreset) -> SecretReference? {
        guard preset == .gotify else {
            refuse("client_token", of: preset) { $0 == .gotify }
            return nil
        }
        return SecretReferenceReader(table: table).read("client_token")
    }

    private func url(of preset: WebhookPreset, isInsecure: Bool) -> Secret? {
        let example = "an address such as 'https://ntfy.example/us'"
        guard table.has("url") else {
            if preset.usualURL == nil {
                table.missing("url", example)
            }
            return preset.usualURL.map(Secret.init)
        }
        guard let (text, address) = table.webAddress("url", expecting: example) else {
            return nil
        }
        table.refusePlainText(to: address, at: text, isAllowed: isInsecure)
        if address.user != nil {
            table.findings.warning(
                "the address holds a name or a password; give 'token' instead",
                at: text
            )
        }
        if isInsecure, address.scheme == "https", let node = table.node("insecure") {
            table.findings.warning(
                "changes nothing here: certificates are verified all the same; "
                    + "'ca_file' trusts another",
                at: node
            )
        }
        if let fault = preset.fault(in: address, text.value) {
            table.findings.error(fault, at: text)
        }
        return Secret(text.value)
    }

    private func checkToken(of preset: WebhookPreset) {
        switch preset.token {
        case .needed where !table.has("token"):
            table.missing(
                "token",
                "preset '\(preset.rawValue)' needs one: \(SecretReferenceReader.forms)"
            )
        case .unused where table.has("token"):
            table.node("token").map {
                table.findings.error(
                    "preset '\(preset.rawValue)' takes none; its address holds all it needs",
                    at: $0
                )
            }
        default: break
        }
    }

    private func target(of preset: WebhookPreset) -> String? {
        let own = preset.targetKey
        for other in WebhookPreset.allCases.compactMap({ $0.targetKey?.name })
        where other != own?.name {
            refuse(other, of: preset) { $0.targetKey?.name == other }
        }
        guard let own else {
            return nil
        }
        let what = Self.targets[own.name] ?? "a text"
        guard let node = table.node(own.name) else {
            if own.need == .needed {
                table.missing(own.name, what)
            }
            return nil
        }
        // A chat's number may stand there as a number.
        if own.name == "chat", case .integer(let number) = node.value.value {
            return "\(number)"
        }
        guard let text = table.string(node, expecting: what) else {
            return nil
        }
        guard isTarget(text.value, of: preset) else {
            let hint = text.value.hasPrefix("#") ? "; that is an alias of it" : ""
            table.findings.error("\(quoted(text.value)) is not \(what)\(hint)", at: text)
            return nil
        }
        return text.value
    }

    private func isTarget(_ text: String, of preset: WebhookPreset) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 255,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            return false
        }
        switch preset {
        case .matrix: return text.hasPrefix("!") && text.count > 1
        case .telegram: return text.hasPrefix("@") && text.count > 1 || Int64(text) != nil
        default: return true
        }
    }

    private func answers(of preset: WebhookPreset, isInsecure: Bool) -> Secret? {
        guard preset.hasButtons else {
            refuse("answers", of: preset, goesWith: \.hasButtons)
            return nil
        }
        let example =
            "where a phone reaches the control API, such as 'https://home.example/rituals'"
        guard let (text, address) = table.webAddress("answers", expecting: example) else {
            return nil
        }
        table.refusePlainText(to: address, at: text, isAllowed: isInsecure)
        if address.hasMoreThanPath {
            table.findings.error("holds a '?' or a '#'; it ends in a path", at: text)
        }
        return Secret(text.value)
    }

    /// Reports a key that goes with other presets than the one given.
    private func refuse(
        _ key: String,
        of preset: WebhookPreset,
        goesWith isOther: (WebhookPreset) -> Bool
    ) {
        guard let entry = table.entry(key), let other = WebhookPreset.allCases.first(where: isOther)
        else {
            return
        }
        table.findings.error(
            "goes with preset '\(other.rawValue)', not with '\(preset.rawValue)'",
            at: entry.keyPosition,
            key: table.path(of: key)
        )
    }
}

extension WebhookPreset {
    /// What keeps an address, which is written as `text`, from being one of the service; the words
    /// never repeat it.
    fileprivate func fault(in address: WebAddress, _ text: String) -> String? {
        let path: String
        switch self {
        case .gotify, .matrix, .telegram:
            return address.hasMoreThanPath
                ? "holds a '?' or a '#'; preset '\(rawValue)' wants the server's address alone"
                : nil
        case .ntfy:
            return NtfyTopic(address: text) == nil
                ? "does not end in a topic of ntfy's: letters, digits, '-' and '_', at most 64"
                : nil
        case .homeAssistant: path = "/api/webhook/"
        case .apprise: path = "/notify/"
        case .none, .slack, .discord, .mattermost: return nil
        }
        return address.path.contains(path)
            ? nil : "has no '\(path)' in it, which every address of the service has"
    }
}

extension TableReader {
    /// An address of a web server; where it is wrong, the message does not repeat it.
    fileprivate func webAddress(_ key: String, expecting example: String) -> (
        text: Located<String>, WebAddress
    )? {
        guard let text = string(key, expecting: example) else {
            return nil
        }
        do {
            return (text, try WebAddress(text.value, schemes: ["http", "https"]))
        } catch {
            findings.error(error.text, at: text)
            return nil
        }
    }

    /// Reports plain http to a host that is not the house's own, unless it is allowed.
    fileprivate func refusePlainText(
        to address: WebAddress,
        at text: Located<String>,
        isAllowed: Bool
    ) {
        if address.scheme == "http", !address.mayBePrivate, !isAllowed {
            findings.error(
                "plain http can be read on its way; use https, "
                    + "or give 'insecure = true' to send it all the same",
                at: text
            )
        }
    }
}
