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

    /// How many deliveries are looked through for what is still open.
    static let most = 1_000

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
            let shown = try latest(on: channel)
                .filter { try $0.nudge.expires >= now && !open.occurrences(in: $0.nudge).isEmpty }
                .sorted { ($0.nudge.due, $0.nudge.id) < ($1.nudge.due, $1.nudge.id) }
            for delivery in shown where delivery.kind == .withdraw && isReopened(delivery) {
                try ledger.reopen(delivery.id, at: now)
            }
            return shown
        } catch {
            log.error("what is open cannot be read: \(error), ignoring")
            return []
        }
    }

    /// The latest nudge of each occurrence and partner, but for those put out of sight.
    ///
    /// One for several partners is none any more where one of them was told again since.
    private func latest(on channel: String) throws -> [Delivery] {
        let all = try ledger.deliveries(
            in: [.delivered, .withdrawn, .pending, .dead],
            limit: Self.most
        )
        var latest: [String: Delivery] = [:]
        let spots = { (delivery: Delivery) in
            delivery.nudge.partners.map { "\(delivery.nudge.occurrence.key) \($0)" }
        }
        let shown = all.filter {
            $0.channel == channel && ($0.state == .delivered || $0.kind == .withdraw)
        }
        for delivery in shown {
            for spot in spots(delivery)
            where latest[spot].map({ $0.nudge.due < delivery.nudge.due }) ?? true {
                latest[spot] = delivery
            }
        }
        return shown.filter { delivery in
            delivery.dismissed == nil
                && spots(delivery).allSatisfy { latest[$0]?.id == delivery.id }
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
    /// One to a message for several partners is said for all, unless it matters who says it.
    /// With a `token`, only where that was not used before; it is then. Returns whether it was said.
    @discardableResult
    func say(
        _ answer: NudgeAnswer,
        to nudge: Nudge,
        by partner: String? = nil,
        on channel: String,
        spending token: SpentToken? = nil
    ) async throws -> Bool {
        let key = nudge.occurrence.key
        let plan = await planning.planner.plan
        let isAsked = nudge.asksWho && answer == .done
        let speaker =
            nudge.partners.count == 1 ? nudge.partner : isAsked ? partner : nil
        guard !isAsked || speaker.map(nudge.partners.contains) == true,
            !(speaker.map { [$0] } ?? nudge.partners).allSatisfy({ plan.isAnswered(key, for: $0) })
        else {
            return false
        }
        let now = now()
        let kind = answer.kind(of: nudge.step, at: now)
        let performed = try await planning.perform(
            .said(Outcome(occurrence: key, kind: kind, partner: speaker, said: now)),
            spending: token
        )
        guard performed.step.spent == token else {
            return false
        }
        log.info(
            """
            \(kind.name): \(names.name(key)), said \(speaker.map { "by \($0)" } ?? "for all") on \
            '\(channel)'
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

extension NudgeAnswer {
    /// What it says: *done* where a step is asked for says that of the step.
    fileprivate func kind(of step: String?, at now: Instant) -> Outcome.Kind {
        switch self {
        case .done: step.map { .step($0) } ?? .done
        case .skipped: .skipped
        case .later(let length): .later(until: now + length)
        }
    }
}

extension Channel {
    /// Whether what it shows is gone after a restart while it may still be open.
    fileprivate var showsAgain: Bool {
        if case .desktop = kind { true } else { false }
    }
}
