import CivilTime
import Delivery
import Household
import Logging
import Planning

/// Takes what channels say without being asked: a partner's answer becomes an outcome, by the way
/// that `ritualctl` takes too, and what is still open is shown again.
struct ChannelAnswers: Sendable {
    let planning: PlannerActor
    let outbox: Outbox
    let ledger: PlannerActor.Store
    let now: @Sendable () -> Instant
    let log: Logger
    let names: LogNames

    func take(_ event: ChannelEvent) async {
        switch event.kind {
        case .ready:
            await showAgain(on: event.channel)
            await outbox.resume(event.channel, at: now())
        case .answered(let nudge, let answer, let partner):
            await take(answer, to: nudge, by: partner, on: event.channel)
        case .dismissed(let nudge):
            dismiss(nudge, on: event.channel)
        case .seen(let nudge):
            noteSeen(nudge, on: event.channel)
        case .notice(let notice):
            await outbox.note(notice, of: event.channel)
        case .failed(let reason):
            log.error("channel '\(event.channel)': \(reason), ignoring")
        }
    }

    /// Shows again what is open on every channel that shows it for long: desktops.
    ///
    /// Where messages stay until they are taken back, what is open again is not taken back.
    func showAgain() async {
        for channel in await planning.household.channels {
            if channel.showsAgain {
                await showAgain(on: channel.id)
            } else if channel.takesBack {
                _ = await open(on: channel.id) { $0.state == .pending }
            }
        }
    }

    /// Shows again what was delivered to a channel, is still open and was not put out of sight.
    func showAgain(on channel: String) async {
        guard let emitter = await outbox.emitter(of: channel) else {
            return
        }
        let open = await open(on: channel)
        let plan = await planning.planner.plan
        await emitter.restore(open.map { $0.nudge.asking(in: plan) ?? $0.nudge })
        // What was answered while it was being shown again is taken back.
        let still = Set(await self.open(on: channel).map(\.id))
        let answered = open.filter { !still.contains($0.id) }
        if !answered.isEmpty {
            await emitter.withdraw(answered.map { ShownMessage($0) })
        }
    }

    /// The open ones of what was delivered to a channel, in the order they were due.
    ///
    /// What a word took back is not taken back any more where another has opened it again.
    private func open(
        on channel: String,
        reopening isReopened: (Delivery) -> Bool = { _ in true }
    ) async -> [Delivery] {
        let now = now()
        let open = OpenNudges(planner: await planning.planner, ledger: ledger, now: now)
        do {
            let shown = try open.shown(on: channel)
            for delivery in shown where delivery.kind == .withdraw && isReopened(delivery) {
                try ledger.reopen(delivery.id, at: now)
            }
            return shown
        } catch {
            log.error("what is open cannot be read: \(error), ignoring")
            return []
        }
    }

    private func take(
        _ answer: NudgeAnswer,
        to nudge: Nudge,
        by partner: String?,
        on channel: String
    ) async {
        do {
            try await say(answer, to: nudge, by: partner, on: channel)
            let emitter = await outbox.emitter(of: channel)
            if answer == .done, let rest = nudge.asking(in: await planning.planner.plan) {
                _ = await emitter?.deliver(rest)
            } else {
                // The ritual may be kept no longer, so that nothing follows from the word.
                await emitter?.withdraw([ShownMessage(nudge)])
            }
        } catch {
            log.error(
                "an answer to \(names.name(nudge)) cannot be taken: \(error); it is asked again"
            )
            _ = await outbox.emitter(of: channel)?.deliver(nudge)
        }
    }

    /// Says a partner's answer; what has its answer already needs no second one.
    ///
    /// With a `token`, only where that was not used before; it is then. Returns whether it was said.
    @discardableResult
    func say(
        _ answer: NudgeAnswer,
        to nudge: Nudge,
        by partner: String? = nil,
        on channel: String,
        spending token: SpentToken? = nil
    ) async throws -> Bool {
        let plan = await planning.planner.plan
        guard let outcome = nudge.outcome(of: answer, by: partner, in: plan, at: now()) else {
            return false
        }
        return try await say(outcome, on: channel, spending: token)
    }

    /// Says what a partner's answer means, unless its token was used before; it is then.
    func say(
        _ outcome: Outcome,
        on channel: String,
        spending token: SpentToken?
    ) async throws -> Bool {
        let performed = try await planning.perform(.said(outcome), spending: token)
        guard performed.step.spent == token else {
            return false
        }
        log.info(
            """
            \(outcome.kind.name): \(names.name(outcome.occurrence)), said \(outcome.partner.map { "by \($0)" } ?? "for all") \
            on '\(channel)'
            """
        )
        return true
    }

    private func dismiss(_ nudge: Nudge, on channel: String) {
        do {
            for delivery in try deliveries(of: nudge, on: channel) {
                try ledger.dismiss(delivery.id, at: now())
            }
            log.info("put out of sight: \(names.name(nudge)), on '\(channel)'")
        } catch {
            log.error(
                "that \(names.name(nudge)) was put away cannot be noted: \(error), ignoring"
            )
        }
    }

    /// Notes that a partner looked at a nudge: then it needs to go by no other channel.
    private func noteSeen(_ nudge: Nudge, on channel: String) {
        do {
            for delivery in try deliveries(of: nudge, on: channel) {
                try ledger.see(delivery.id, at: now())
            }
        } catch {
            log.error("that \(names.name(nudge)) was seen cannot be noted: \(error), ignoring")
        }
    }

    private func deliveries(of nudge: Nudge, on channel: String) throws -> [Delivery] {
        try ledger.deliveries(about: nudge.occurrence.key)
            .filter { $0.nudge.id == nudge.id && $0.channel == channel }
    }
}

extension Nudge {
    /// The message for those whose *done* is still waited for; `nil` where it does not matter whose it is, or
    /// all have said theirs.
    fileprivate func asking(in plan: Plan) -> Nudge? {
        let waiting = partners.filter { !plan.isAnswered(occurrence.key, for: $0) }
        guard asksWho, !waiting.isEmpty else {
            return nil
        }
        var nudge = self
        nudge.partners = waiting
        return nudge
    }
}

extension Channel {
    /// Whether what it shows is gone after a restart while it may still be open.
    fileprivate var showsAgain: Bool {
        if case .desktop = kind { true } else { false }
    }
}
