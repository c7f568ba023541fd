package import CivilTime
package import Delivery
package import Household

/// Makes the emitters of channels.
package struct EmitterFactory: Sendable {
    private let secrets: SecretReader
    private let zones: any ZoneProviding
    private let version: String
    private let now: @Sendable () -> Instant
    private let journalStream: String?
    private let desktops: Desktops
    private let veil: Veil
    private let answers: AnswerTokens?

    /// Makes a factory from what the emitters need.
    ///
    /// - Parameters:
    ///   - secrets: Reads the secrets that the config refers to.
    ///   - zones: The time zones, for times that a person reads.
    ///   - version: The version of rituald.
    ///   - environment: The process's environment, which names the session bus and tells whether
    ///     standard output is the journal.
    ///   - state: The state directory, where a channel may keep files over restarts.
    ///   - seat: Tells whether somebody is at the machine.
    ///   - veil: Makes tokens in place of ids that must not be named.
    ///   - answers: Makes the tokens of a message's buttons; without it no message has buttons.
    ///   - now: Reads the wall clock.
    ///   - tell: Receives the events of channels; it must not block.
    package init(
        secrets: SecretReader,
        zones: any ZoneProviding,
        version: String,
        environment: [String: String] = [:],
        state: String? = nil,
        seat: Seat? = nil,
        veil: Veil = Veil(),
        answers: AnswerTokens? = nil,
        now: @escaping @Sendable () -> Instant,
        tell: @escaping @Sendable (ChannelEvent) -> Void = { _ in }
    ) {
        self.secrets = secrets
        self.zones = zones
        self.version = version
        self.now = now
        self.veil = veil
        self.answers = answers
        journalStream = environment["JOURNAL_STREAM"]
        desktops = Desktops(environment: environment, folder: state, seat: seat, tell: tell)
    }

    /// Makes the emitter of `channel`, reading its secrets; nothing is connected or sent yet.
    ///
    /// - Parameters:
    ///   - channel: The channel to deliver on.
    ///   - household: The household that the channel belongs to.
    /// - Returns: the emitter, which shows no more of a nudge than its channel may; a program and a
    ///   terminal get all.
    /// - Throws: `EmitterError` where a secret is missing or a setting is not valid.
    package func makeEmitter(
        for channel: Channel,
        in household: Household
    ) throws(EmitterError) -> any Emitting {
        let discretion = Discretion(channel.show, in: household, veil: veil, zones: zones)
        let names = Dictionary(
            household.partners(on: channel.id).map { ($0.id, $0.name) },
            uniquingKeysWith: { first, _ in first }
        )
        let emitter: any Emitting
        switch channel.kind {
        case .stdout(let settings):
            let output = StandardOutputEmitter(
                settings,
                zones: zones,
                names: names,
                journalStream: journalStream
            )
            guard !output.isTerminal else {
                return output
            }
            emitter = output
        case .journal:
            emitter = JournalEmitter()
        case .desktop(let settings):
            // An answer comes back with the nudge's own id, so this emitter itself reduces the
            // nudge.
            return DesktopEmitter(
                settings,
                names: names,
                discretion: discretion,
                thread: try desktops.thread(for: channel.id)
            )
        case .webhook(let settings):
            // An answer comes back with the nudge's own id, so this emitter itself reduces the
            // nudge.
            return try WebhookEmitter(
                settings,
                secrets: secrets,
                discretion: discretion,
                names: names,
                matrix: household.matrix(on: channel.id),
                answers: answers,
                version: version,
                now: now
            )
        case .mail(let settings):
            emitter = try MailEmitter(settings, secrets: secrets, names: names)
        case .command(let settings):
            return CommandEmitter(settings)
        }
        return DiscreetEmitter(emitter: emitter, discretion: discretion)
    }
}

extension Household {
    /// The partners that a channel reaches, by their Matrix ids.
    fileprivate func matrix(on channel: String) -> [String: String] {
        let ids = partners(on: channel).compactMap { partner in
            partner.matrix.map { ($0, partner.id) }
        }
        return Dictionary(ids, uniquingKeysWith: { first, _ in first })
    }
}
