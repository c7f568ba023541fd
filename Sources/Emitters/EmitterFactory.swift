package import CivilTime
package import Rituals

/// Makes the emitter of a channel, with what every one of them may need.
package struct EmitterFactory: Sendable {
    private let secrets: SecretReader
    private let zones: any ZoneProviding
    private let version: String
    private let now: @Sendable () -> Instant

    /// `version` is the program's own; `now` reads the wall clock.
    package init(
        secrets: SecretReader,
        zones: any ZoneProviding,
        version: String,
        now: @escaping @Sendable () -> Instant
    ) {
        self.secrets = secrets
        self.zones = zones
        self.version = version
        self.now = now
    }

    /// Makes the emitter of `channel`, reading its secrets; nothing is connected or sent yet.
    ///
    /// `names` are the partners' by their ids, for what a person reads.
    package func makeEmitter(
        for channel: Channel,
        names: [String: String] = [:]
    ) throws(EmitterError) -> any Emitting {
        switch channel.kind {
        case .stdout(let settings):
            StandardOutputEmitter(settings, zones: zones, names: names)
        case .journal:
            JournalEmitter()
        case .desktop:
            DesktopEmitter()
        case .webhook(let settings):
            try WebhookEmitter(settings, secrets: secrets, version: version, now: now)
        case .command(let settings):
            CommandEmitter(settings)
        }
    }
}
