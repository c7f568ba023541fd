import CivilTime
import ControlAPI
import Delivery
import Emitters
import Household
import Planning
import Settings

extension Responder {
    func sendTest(_ request: SendTestRequest) async throws -> String {
        let household = await planning.household
        guard let channel = household.channels.first(where: { $0.id == request.channel }) else {
            throw unknown(request.channel, household)
        }
        let told = household.partners(on: channel.id)
        let partner = told.first { $0.id == config.current.machine.partner } ?? told.first
        let nudge = Nudge.test(
            for: partner?.id ?? "everyone",
            at: now(),
            in: partner?.zone ?? household.zone
        )
        guard let attempt = try await outbox.test(channel.id, with: nudge) else {
            throw unknown(request.channel, household)
        }
        guard case .delivered = attempt.result else {
            let answer = attempt.reply.map { "; it answered: \($0)" } ?? ""
            throw Problem(
                .deliveryFailed,
                detail: "channel '\(channel.id)' did not take it: \(attempt.detail)\(answer)"
            )
        }
        return try ControlJSON.text(of: SendTestMessage(attempt, by: channel))
    }

    private func unknown(_ channel: String, _ household: Household) -> Problem {
        let known = household.channels.map(\.id).joined(separator: ", ")
        return Problem(
            .unknownChannel,
            detail: "no channel '\(channel)' is configured; known are \(known)"
        )
    }

    func reloadConfig() async throws -> String {
        let (read, household): (ReadConfig, Household)
        switch await reload() {
        case .taken(let taken, let its): (read, household) = (taken, its)
        case .rejected(let rejected): throw Problem(rejected: rejected, "the old one is kept")
        case .refused(let reason):
            throw Problem(
                .failed,
                detail: "the new config cannot be taken: \(reason); the old one is kept"
            )
        }
        return try ControlJSON.text(
            of: ReloadMessage(
                config: config.current.path,
                household,
                warnings: read.diagnostics
            )
        )
    }
}
