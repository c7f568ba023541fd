import ControlAPI
import Delivery
import Emitters
import Household
import Planning
import Settings

/// Answers `send-test` and `reload`.
struct DaemonHandler {
    /// How configs are read.
    struct Configs: Sendable {
        let reload: @Sendable () async -> ConfigReload.Outcome
        /// Reads a config's text, as a reload would, under the name that its diagnostics carry.
        let read: @Sendable (_ text: String, _ file: String) -> ReadConfig
    }

    let snapshot: Snapshot
    let outbox: Outbox
    let configs: Configs
    let config: CurrentConfig

    func sendTest(_ request: SendTestRequest) async throws -> SendTestMessage {
        let household = snapshot.household
        guard let channel = household.channels.first(where: { $0.id == request.channel }) else {
            throw Problem(unknownChannel: request.channel, household)
        }
        let told = household.partners(on: channel.id)
        let partner = told.first { $0.id == config.current.machine.partner } ?? told.first
        let nudge = Nudge.test(
            for: partner?.id ?? "everyone",
            at: snapshot.now,
            in: partner?.zone ?? household.zone
        )
        guard let attempt = try await outbox.test(channel.id, with: nudge) else {
            throw Problem(unknownChannel: request.channel, household)
        }
        guard case .delivered = attempt.result else {
            let answer = attempt.reply.map { "; it answered: \($0)" } ?? ""
            throw Problem(
                .deliveryFailed,
                detail: "channel '\(channel.id)' did not take it: \(attempt.detail)\(answer)"
            )
        }
        return SendTestMessage(attempt, by: channel)
    }

    func reload() async throws -> ReloadMessage {
        switch await configs.reload() {
        case .taken(let read, let household):
            return ReloadMessage(
                config: config.current.path,
                household,
                warnings: read.diagnostics
            )
        case .rejected(let rejected): throw Problem(rejected: rejected, "the old one is kept")
        case .refused(let reason):
            throw Problem(
                .failed,
                detail: "the new config cannot be taken: \(reason); the old one is kept"
            )
        }
    }
}

extension Problem {
    /// A problem for a config with errors; `consequence` says what that means for the running
    /// daemon.
    init(rejected read: ReadConfig, _ consequence: String) {
        let errors = read.diagnostics.count { $0.severity == .error }
        let count = CountPhrase.counted(errors, "error")
        self.init(
            .configRejected,
            detail: "the config has \(count); \(consequence)",
            diagnostics: read.diagnostics.map(DiagnosticMessage.init)
        )
    }
}
