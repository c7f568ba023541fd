package import CivilTime
package import Rituals

/// Makes the emitter of a channel, with what every one of them may need.
package struct EmitterFactory: Sendable {
    private let secrets: SecretReader
    private let zones: any ZoneProviding
    private let version: String
    private let now: @Sendable () -> Instant
    private let desktops: Desktops

    /// - Parameters:
    ///   - secrets: Reads what the config only names.
    ///   - zones: For the times that a person reads.
    ///   - version: The program's own.
    ///   - environment: Says where the session bus is.
    ///   - state: The folder in which a channel may keep what it needs to know after a restart.
    ///   - now: Reads the wall clock.
    ///   - tell: Hears what a channel says without being asked; it must not wait.
    package init(
        secrets: SecretReader,
        zones: any ZoneProviding,
        version: String,
        environment: [String: String] = [:],
        state: String? = nil,
        now: @escaping @Sendable () -> Instant,
        tell: @escaping @Sendable (ChannelEvent) -> Void = { _ in }
    ) {
        self.secrets = secrets
        self.zones = zones
        self.version = version
        self.now = now
        desktops = Desktops(environment: environment, folder: state, tell: tell)
    }

    /// Makes the emitter of `channel`, reading its secrets; nothing is connected or sent yet.
    ///
    /// `names` are those of the partners it tells, by their ids, for what a person reads.
    package func makeEmitter(
        for channel: Channel,
        names: [String: String] = [:]
    ) throws(EmitterError) -> any Emitting {
        switch channel.kind {
        case .stdout(let settings):
            StandardOutputEmitter(settings, zones: zones, names: names)
        case .journal:
            JournalEmitter()
        case .desktop(let settings):
            DesktopEmitter(settings, names: names, thread: try desktops.thread(for: channel.id))
        case .webhook(let settings):
            try WebhookEmitter(settings, secrets: secrets, version: version, now: now)
        case .mail(let settings):
            try MailEmitter(settings, secrets: secrets)
        case .command(let settings):
            CommandEmitter(settings)
        }
    }
}
