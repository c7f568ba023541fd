/// Where people are in a guided session.
///
/// It knows no clock: every event comes with the moment at which it happened, counted from any start.
package struct Session: Hashable, Sendable {
    package enum Phase: Hashable, Sendable {
        /// Nobody has begun yet.
        case ready
        case running
        /// Time stands still; for how long nobody was there, where that is why.
        case paused(away: Duration?)
        case ended(SessionEnd)
    }

    /// So long without an event is an absence: the computer slept, or the process was stopped.
    package static let absence = Duration.seconds(5)
    /// Until then *back* means the turn before.
    private static let justBegun = Duration.seconds(3)
    private static let flash = Duration.seconds(1)

    package let plan: SessionPlan
    package private(set) var phase = Phase.ready
    /// The place of the turn in `plan.turns`.
    package private(set) var turn = 0
    /// How much of the turn is over.
    package private(set) var spent = Duration.zero
    /// How long it was led, pauses left out.
    package private(set) var led = Duration.zero
    /// Up to when time is reckoned.
    private var seen = Duration.zero
    /// When the turn last changed.
    private var changed: Duration?
    /// Since when nobody can look.
    private var leftAt: Duration?

    package init(_ plan: SessionPlan) {
        self.plan = plan
    }

    /// The turn that runs, or is to come.
    package var current: SessionPlan.Turn { plan.turns[turn] }
    package var next: SessionPlan.Turn? { plan.turns.dropFirst(turn + 1).first }
    package var isRunning: Bool { phase == .running }

    /// How much of the turn is left.
    package var left: Duration { current.length - spent }
    /// How much of all turns is left.
    package var leftInAll: Duration {
        plan.turns.dropFirst(turn + 1).reduce(left) { $0 + $1.length }
    }

    /// How much of all turns lies behind, from 0 to 1.
    package var progress: Double {
        if case .ended(.complete) = phase {
            return 1
        }
        return 1 - leftInAll / plan.length
    }

    /// Whether the turn has only just changed.
    package func isFlashing(at moment: Duration) -> Bool {
        changed.map { moment - $0 < Self.flash } ?? false
    }

    /// How long until something else is to be seen; `nil` where nothing changes by itself.
    package func wait(at moment: Duration) -> Duration? {
        var waits: [Duration] = []
        if let changed, isFlashing(at: moment) {
            waits.append(changed + Self.flash - moment)
        }
        if isRunning {
            // The countdown shows whole seconds, the begun one included.
            let rest = left - (moment - seen)
            let fraction = rest - .seconds(rest.components.seconds)
            waits.append(fraction > .zero ? fraction : .seconds(1))
        }
        return waits.min()
    }

    /// Takes what happened at `moment`, which is never before that of the last event.
    package mutating func take(
        _ event: SessionEvent,
        at moment: Duration
    ) -> [SessionEffect] {
        let wasRunning = isRunning
        var effects = catchUp(to: moment)
        if case .ended = phase {
            return effects
        }
        // A key that is typed while nobody has seen yet that it is paused is meant for what ran.
        let isBlind = wasRunning && !isRunning
        switch event {
        case .key(.quit):
            effects += end(.quit)
        case .key(let key) where !isBlind:
            effects += take(key, at: moment)
        case .left:
            if isRunning {
                phase = .paused(away: nil)
                leftAt = moment
            }
        case .returned:
            if let leftAt {
                let away = moment - leftAt
                phase = .paused(away: away < .seconds(1) ? nil : away)
                effects.append(.say(away < .seconds(1) ? .paused : .away(away)))
            }
            leftAt = nil
        case .tick, .key:
            break
        }
        return effects
    }
}

extension Session {
    private mutating func take(_ key: SessionKey, at moment: Duration) -> [SessionEffect] {
        switch (key, phase) {
        case (.pause, .ready):
            phase = .running
            seen = moment
            return [.say(.turn)]
        case (.pause, .running):
            phase = .paused(away: nil)
            return [.say(.paused)]
        case (.pause, .paused):
            phase = .running
            seen = moment
            return [.say(.resumed)]
        case (.skip, .running), (.skip, .paused):
            guard turn + 1 < plan.turns.count else {
                return end(.complete, at: moment)
            }
            return go(to: turn + 1, at: moment)
        case (.back, .running), (.back, .paused):
            guard spent < Self.justBegun, turn > 0 else {
                spent = .zero
                return [.say(.turn)]
            }
            return go(to: turn - 1, at: moment)
        default:
            return []
        }
    }

    /// Counts the time since the last event, where it runs.
    private mutating func catchUp(to moment: Duration) -> [SessionEffect] {
        guard isRunning else {
            return []
        }
        let gap = moment - seen
        seen = moment
        guard gap < Self.absence else {
            phase = .paused(away: gap)
            return [.say(.away(gap))]
        }
        let (first, before) = (turn, left)
        spent += gap
        led += gap
        while spent >= current.length {
            let over = spent - current.length
            guard turn + 1 < plan.turns.count else {
                spent = current.length
                led -= over
                return end(.complete, at: moment)
            }
            turn += 1
            spent = over
        }
        return turn == first ? minute(from: before) : change(at: moment)
    }

    /// The whole minutes that are left, where it came to be so many just now.
    private func minute(from before: Duration) -> [SessionEffect] {
        let minutes = Int64((left / .seconds(60)).rounded(.up))
        let mark = Duration.seconds(60 * minutes)
        return minutes > 0 && left <= mark && mark < before ? [.say(.left(mark))] : []
    }

    private mutating func go(to place: Int, at moment: Duration) -> [SessionEffect] {
        turn = place
        spent = .zero
        return change(at: moment)
    }

    private mutating func change(at moment: Duration) -> [SessionEffect] {
        changed = moment
        return [.bell, .flash, .say(.turn)]
    }

    private mutating func end(_ end: SessionEnd, at moment: Duration? = nil) -> [SessionEffect] {
        phase = .ended(end)
        changed = moment
        let signs: [SessionEffect] = end == .complete ? [.bell, .flash] : []
        return signs + [.say(.ended(end)), .finish(end)]
    }
}
