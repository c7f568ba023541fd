import CivilTime
import ControlAPI
import Logging
import Delivery
import Household
import Planning

// One attempt, from the checks before it to the record of its result.

extension Outbox {
    /// Makes an attempt to show or to withdraw a nudge, unless that is too late, unwanted or
    /// impossible now.
    func attempt(_ delivery: Delivery, _ known: ChannelHealth?) async throws {
        let isShown = delivery.kind == .show
        let emitter = emitter(of: delivery.channel)
        let isByHand = byHand.remove(delivery.id) != nil
        let check = AttemptCheck(household, ledger: ledger, now: now())
        let ruling = try check.ruling(
            on: delivery,
            replaces: emitter?.replaces,
            disabled: known?.disabled,
            isByHand: isByHand
        )
        switch ruling {
        case .attempt: break
        case .end(let end): return try note(end, of: delivery)
        case .separate: return try ledger.separate(delivery.id, at: now())
        }
        guard let emitter, await isReady(emitter, for: delivery),
            try await isWanted(delivery, on: emitter, byHand: isByHand),
            try ledger.begin(delivery.id, at: now())
        else {
            return
        }
        let attempt = await timed {
            isShown
                ? await emitter.deliver(delivery.nudge)
                : await emitter.withdraw([ShownMessage(delivery)])
        }
        guard !isAbandoned else {
            return
        }
        for line in attempt.output {
            log.info("'\(delivery.channel)' says: \(names.clean(line))")
        }
        let health = try health(of: delivery.channel, emitter, after: attempt)
        var generator = SystemRandomNumberGenerator()
        let end = DeliveryEnd(
            of: delivery,
            after: attempt,
            health,
            quiet: isShown ? PartnerQuiet(for: delivery.nudge, in: household) : nil,
            at: now(),
            using: &generator
        )
        try note(end, of: delivery)
        tell(of: health, before: known)
    }

    /// Sends a test nudge without a delivery; returns `nil` where there is no such channel.
    ///
    /// The attempt is made even on a channel that is disabled or in a cool-down, and its success
    /// ends both.
    func test(_ channel: String, with nudge: Nudge) async throws -> DeliveryAttempt? {
        guard let emitter = lanes[channel]?.emitter.current else {
            return nil
        }
        let attempt = await timed { await emitter.deliver(nudge) }
        let health = try health(of: channel, emitter, after: attempt)
        try ledger.save(health)
        lanes[channel]?.lastAttempt = Lane.LastAttempt(
            state: attempt.result == .delivered ? .delivered : .dead,
            detail: attempt.detail,
            isTest: true
        )
        return attempt
    }

    /// Whether an attempt can be made; where not, the delivery waits, and no attempt is counted.
    private func isReady(_ emitter: any Emitting, for delivery: Delivery) async -> Bool {
        let channel = delivery.channel
        let reports = lanes[channel]?.reports ?? 0
        if case .blocked = lanes[channel]?.readiness {
            lanes[channel]?.block(delivery.id, unlessReadySince: reports)
            return false
        }
        guard let obstacle = await emitter.obstacle() else {
            return true
        }
        if delivery.kind == .show {
            lanes[channel]?.lastAttempt = Lane.LastAttempt(state: .pending, detail: obstacle)
        }
        lanes[channel]?.block(delivery.id, unlessReadySince: reports)
        return false
    }

    /// Whether a delivery is not put off by its channel; the reason and the wait are recorded.
    private func isWanted(
        _ delivery: Delivery,
        on emitter: any Emitting,
        byHand isByHand: Bool
    ) async throws -> Bool {
        let channel = delivery.channel
        let reports = lanes[channel]?.reports ?? 0
        guard delivery.kind == .show, !isByHand, let held = await emitter.hold(on: delivery.nudge)
        else {
            return true
        }
        // A channel that was ready in between says so no second time, so it is asked again at once.
        guard lanes[channel]?.reports == reports else {
            return false
        }
        try note(DeliveryEnd(of: delivery, heldBack: held, at: now()), of: delivery)
        return false
    }

    private func timed(_ make: () async -> DeliveryAttempt) async -> DeliveryAttempt {
        let begun = ContinuousClock.now
        var attempt = await make()
        attempt.latency = attempt.latency ?? begun.duration(to: .now)
        return attempt
    }

    private func health(
        of channel: String,
        _ emitter: any Emitting,
        after attempt: DeliveryAttempt
    ) throws -> ChannelHealth {
        let fresh = ChannelHealth(channel: channel, updated: now())
        var health = try ledger.health(of: channel) ?? fresh
        health.endpoint = emitter.endpoint
        health.note(attempt, at: now())
        return health
    }

    private func note(_ end: DeliveryEnd, of delivery: Delivery) throws {
        if let attempt = end.attempt, delivery.kind == .show {
            lanes[delivery.channel]?.lastAttempt = Lane.LastAttempt(
                state: end.state,
                detail: attempt.detail
            )
        }
        let what = "\(names.name(delivery.nudge)) by '\(delivery.channel)'"
        switch end.state {
        case .delivered:
            for key in delivery.nudge.keys {
                let fields = JournalRecord.fields(of: delivery, for: key, names)
                log.debug("delivered: \(what): \(end.detail)", metadata: fields)
            }
        case .withdrawn: log.debug("taken back: \(what): \(end.detail)")
        case .pending where end.attempt == nil: log.info("not yet: \(what): \(end.detail)")
        case .pending: log.warning("not delivered yet: \(what): \(end.detail)")
        default: log.warning("\(end.state.rawValue): \(what): \(end.detail)")
        }
        let instant = now()
        feed.publish([.delivery(DeliveryMessage(delivery, after: end, at: instant, household))])
        do {
            try ledger.finish(end, at: instant)
        } catch {
            // The attempt was made, so its result is written later if it cannot be written now.
            if end.attempt != nil {
                unwritten.append((end, instant))
            }
            throw error
        }
    }
}
