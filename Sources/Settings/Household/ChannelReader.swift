import Household

/// A channel as read, with the name of its partner that is still to be checked.
struct ChannelDraft {
    var name: String
    /// `nil` where its settings are wrong.
    var channel: Channel?
    var partner: Located<String>?
    /// Where its name is written; `nil` where the config names no channel.
    var place: TextPosition?
    /// Where `listen` is written; `nil` where it is not.
    var listens: Located<TOMLNode>?
}

/// Reads every `[channel.NAME]`; without any, there are the usual ones.
struct ChannelReader {
    /// Those of a household that configures none.
    let usual: UsualChannels
    /// Who sits at this machine; its desktop is theirs, unless it says whose it is.
    let sitting: String?

    /// The channels in the order of the config, also those whose settings are wrong.
    func read(_ root: TableReader) -> [ChannelDraft] {
        let channel = root.table("channel", expecting: "tables '[channel.NAME]'")
        guard let tables = channel, !tables.entries.isEmpty else {
            return usual.channels.map { channel, isThere in
                ChannelDraft(name: channel.id, channel: isThere ? owned(channel) : nil)
            }
        }
        if tables.entries.count > ConfigLimits.channels {
            tables.error("\(tables.entries.count) are more than \(ConfigLimits.channels)")
        }
        return tables.entries.prefix(ConfigLimits.channels).map { draft($0, in: tables) }
    }

    private func draft(_ entry: TOMLEntry, in tables: TableReader) -> ChannelDraft {
        var draft = ChannelDraft(name: entry.key, place: entry.keyPosition)
        let name = Located(
            value: entry.key,
            position: entry.keyPosition,
            key: tables.path(of: entry.key)
        )
        let isNamed = Identifier.check(name, tables.findings)
        guard let table = tables.table(entry.key, expecting: "a table with a type") else {
            return draft
        }
        draft.partner = table.string("partner", expecting: "the id of a partner")
        draft.listens = table.node("listen")
        let show = table.choice("show") ?? Channel.Show.all
        if let kind = kind(of: table), isNamed {
            var channel = Channel(id: entry.key, kind: kind)
            channel.show = show
            channel.partner = draft.partner?.value
            draft.channel = owned(channel)
        }
        return draft
    }

    /// A desktop is whose machine it is, unless it says whose.
    private func owned(_ channel: Channel) -> Channel {
        var channel = channel
        if case .desktop = channel.kind {
            channel.partner = channel.partner ?? sitting
        }
        return channel
    }

    private func kind(of table: TableReader) -> Channel.Kind? {
        guard table.has("type") else {
            let types = ChannelType.allCases.map { "'\($0.rawValue)'" }
            table.missing("type", "one of \(types.joined(separator: ", "))")
            return nil
        }
        if let name = table.entry("type"), case .string(let preset) = name.node.value,
            preset != WebhookPreset.none.rawValue, WebhookPreset(rawValue: preset) != nil
        {
            table.findings.error(
                "'\(preset)' is a preset of type 'webhook'; write type = \"webhook\" and "
                    + "preset = \"\(preset)\"",
                at: name.node.position,
                key: table.path(of: "type")
            )
            return nil
        }
        guard let type = table.choice("type", of: ChannelType.self) else {
            return nil
        }
        refuseKeys(of: table, notIn: type.rawValue)
        switch type {
        case .stdout:
            return .stdout(StandardOutputSettings(format: table.choice("format") ?? .auto))
        case .journal: return .journal
        case .desktop: return .desktop(DesktopReader(table: table).read())
        case .webhook: return WebhookReader(table: table).read().map { .webhook($0) }
        case .mail: return MailReader(table: table).read().map { .mail($0) }
        case .command: return command(table).map { .command($0) }
        }
    }

    /// A key that goes with another type is named as such, the rest as unknown.
    private func refuseKeys(of table: TableReader, notIn type: String) {
        let known = KnownKeys.channels.first { $0.type == type }?.keys ?? []
        for entry in table.entries where !known.contains(entry.key) {
            let others = KnownKeys.channels.filter { $0.keys.contains(entry.key) }
                .map { "'\($0.type)'" }
            let reason =
                others.isEmpty
                ? "unknown key" + KnownKeys.suggestion(for: entry.key, amongAll: known)
                : "goes with type \(others.joined(separator: " or ")), not with '\(type)'"
            table.findings.error(reason, at: entry.keyPosition, key: table.path(of: entry.key))
        }
    }

    private func command(_ table: TableReader) -> CommandSettings? {
        let timeout = table.timeout("timeout")
        let example = "the program and its arguments, such as [\"notify-me\", \"--quiet\"]"
        guard let node = table.node("run") else {
            table.missing("run", example)
            return nil
        }
        guard let list = table.list("run", of: "strings", limit: ConfigLimits.arguments) else {
            return nil
        }
        let arguments = list.compactMap { table.string($0, expecting: "a string") }
        guard let program = arguments.first, !program.value.isEmpty else {
            if arguments.count == list.count {
                table.findings.error("names no program; give \(example)", at: node)
            }
            return nil
        }
        if let broken = arguments.first(where: { $0.value.contains("\0") }) {
            table.findings.error("holds a NUL, which no argument can", at: broken)
        }
        return CommandSettings(
            arguments: arguments.map(\.value),
            timeout: timeout ?? .seconds(15)
        )
    }
}
