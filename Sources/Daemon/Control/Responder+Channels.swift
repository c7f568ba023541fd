import CivilTime
import ControlAPI
import Emitters
import Rituals
import Settings
import Wire

extension Responder {
    func sendTest(_ request: SendTestRequest) async throws -> String {
        let household = await keeper.household
        guard let channel = household.channels.first(where: { $0.id == request.channel }),
            let emitter = await courier.emitter(of: request.channel)
        else {
            let known = household.channels.map(\.id).joined(separator: ", ")
            throw Problem(
                .unknownChannel,
                detail: "no channel '\(request.channel)' is configured; known are \(known)"
            )
        }
        let partner = household.partners.first { $0.channels?.contains(channel.id) ?? true }
        let nudge = Nudge.test(
            for: partner?.id ?? "everyone",
            at: now(),
            in: partner?.zone ?? household.zone
        )
        let clock = ContinuousClock()
        let begun = clock.now
        let attempt = await emitter.deliver(nudge)
        let latency = attempt.latency ?? begun.duration(to: clock.now)
        guard case .delivered = attempt.result else {
            let answer = attempt.reply.map { "; it answered: \($0)" } ?? ""
            throw Problem(
                .deliveryFailed,
                detail: "channel '\(channel.id)' did not take it: \(attempt.detail)\(answer)"
            )
        }
        return try ControlJSON.text(
            of: SendTestMessage(
                channel: channel.id,
                type: channel.type,
                detail: attempt.detail,
                status: attempt.status,
                milliseconds: latency.wholeMilliseconds,
                reply: attempt.reply
            )
        )
    }

    func reloadConfig() async throws -> String {
        let read = await reload()
        guard let household = read.household else {
            throw Problem(rejected: read, "the old one is kept")
        }
        return try ControlJSON.text(
            of: ReloadMessage(
                config: config.current.path,
                rituals: household.rituals.count { $0.isEnabled },
                partners: household.partners.count,
                warnings: read.diagnostics.map(DiagnosticMessage.init)
            )
        )
    }
}
