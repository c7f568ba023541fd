package import CivilTime
package import Delivery
package import Household

/// Makes the emitter of a channel, with what every one of them may need.
package struct EmitterFactory: Sendable {
    private let secrets: SecretReader
    private let zones: any ZoneProviding
    private let version: String
    private let now: @Sendable () -> Instant
    private let journalStream: String?
    private let desktops: Desktops
    private let veil: Veil
    private let answers: AnswerTokens?

    /// - Parameters:
    ///   - secrets: Reads what the config only names.
    ///   - zones: For the times that a person reads.
    ///   - version: The program's own.
    ///   - environment: Says where the session bus is, and whether standard output is the journal.
    ///   - state: The folder in which a channel may keep what it needs to know after a restart.
    ///   - veil: Gives what must not be named a token.
    ///   - answers: Makes what the buttons of a message answer with; no message has any without it.
    ///   - now: Reads the wall clock.
    ///   - tell: Hears what a channel says without being asked; it must not wait.
    package init(
        secrets: SecretReader,
        zones: any ZoneProviding,
        version: String,
        environment: [String: String] = [:],
        state: String? = nil,
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
        desktops = Desktops(environment: environment, folder: state, tell: tell)
    }

    /// Makes the emitter of `channel`, reading its secrets; nothing is connected or sent yet.
    ///
    /// - Parameters:
    ///   - channel: Where it leads.
    ///   - household: Whose it is.
    /// - Returns: the emitter, which is handed no more of a nudge than its channel shows; a program and a
    ///   terminal are told all.
    /// - Throws: `EmitterError` where a secret is missing or a setting makes no sense.
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
            // What is answered there comes back by the nudge's own id.
            return DesktopEmitter(
                settings,
                names: names,
                discretion: discretion,
                thread: try desktops.thread(for: channel.id)
            )
        case .webhook(let settings):
            // As on a desktop.
            return try WebhookEmitter(
                settings,
                secrets: secrets,
                discretion: discretion,
                names: names,
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
