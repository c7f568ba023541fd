import CivilTime
import Daemon
import Household
import Ledger
import Planning
import Recurrence
import TestKit

// What happens to a couple and to their machine.

extension Life {
    func happen() throws {
        try pause()
        switch dice.roll(0...21) {
        case 0: bury(losesPower: dice.chance(40))
        case 1, 2, 3:
            disk.writesUntilDeath = dice.roll(1...60)
            note("dies in \(disk.writesUntilDeath ?? 0) writes")
        case 4:
            deathInAttempt = dice.chance(50) ? .before : .after
            note("dies \(deathInAttempt == .before ? "before" : "after") the next delivery")
        case 5, 6: try setClock()
        case 7:
            let length = dice.pick([5, 600, 40_000, dice.roll(0...60 * 86_400)])
            wakesAt = world + .seconds(length)
            note("suspended for \(length) s")
        case 8, 9, 10, 11, 12: try say()
        case 13: try changeConfig()
        case 14: try restartCleanly()
        case 15, 16: breakDisk()
        case 17: try hold()
        case 18: try undo()
        default: silenceChannel()
        }
    }

    private func setClock() throws {
        guard skew == .zero else {
            return
        }
        let far = dice.chance(4) ? dice.roll(1...3_650) * 86_400 : dice.roll(1...40 * 86_400)
        let length = dice.pick([1, 59, 61, 3_600, 86_400, far])
        skew = .seconds(dice.chance(50) ? length : -length)
        reliefs.append((world + .seconds(dice.pick([5, 600, 86_400, 5 * 86_400])), .clock))
        note("the clock is set")
        // The kernel tells of it at once, but not while the machine sleeps.
        if wakesAt == nil {
            try wake()
        }
    }

    private func breakDisk() {
        guard disk.fault == nil else {
            return
        }
        disk.fault = dice.pick([.full, .full, .writes, .syncs])
        reliefs.append((world + .seconds(dice.pick([1, 3_600, 86_400, 20 * 86_400])), .disk))
        note("the disk breaks: \(disk.fault.map { "\($0)" } ?? "")")
    }

    private func silenceChannel() {
        let channel = dice.pick(household.channels.map(\.id))
        guard downChannels.insert(channel).inserted else {
            return
        }
        reliefs.append(
            (world + .seconds(dice.pick([30, 3_600, 3 * 86_400])), .channel(channel))
        )
        note("\(channel) fails")
    }

    private func changeConfig() throws {
        var changed = try households.changed(household)
        if fate.chance(30) {
            try reschedule(&changed)
        }
        guard kept != nil, wakesAt == nil else {
            return
        }
        let isReload = dice.chance(70)
        note(isReload ? "a new config" : "a new config, and a restart")
        // All that is due by the old one is decided first.
        try wake()
        if skew == .zero {
            oracle.checkCompleteness(household, at: clock)
        }
        household = changed
        if isReload {
            if let result = try kept?.take(.newHousehold(whole, at: clock), at: clock) {
                oracle.tookConfig(whole, at: clock)
                report(result)
            }
            try deliver()
        } else {
            try restartCleanly()
            oracle.tookConfig(whole, at: clock)
        }
    }

    /// A ritual has another time of day from now on.
    private func reschedule(_ household: inout Household) throws {
        guard !household.rituals.isEmpty else {
            return
        }
        let index = fate.roll(0...(household.rituals.count - 1))
        guard case .every(let step)? = household.rituals[index].schedule else {
            return
        }
        let shift = fate.pick([-3, -1, 1, 2, 9]) * 3_600
        let times = step.times.map {
            ClockTime(secondOfDay: ($0.secondOfDay + shift + 86_400) % 86_400)
        }
        let moved = try AnchoredStep(
            every: step.count,
            step.unit,
            from: step.anchor,
            on: step.weekdays,
            at: Array(Set(times)).sorted { $0.secondOfDay < $1.secondOfDay },
            snap: step.snap
        )
        household.rituals[index].occasion = .schedule(.every(moved))
    }

    private func restartCleanly() throws {
        guard var kept, let ledger else {
            return
        }
        note("stops")
        report(try kept.reach(clock, always: true))
        try ledger.flush()
        if ledger.store.degradedReason != nil {
            oracle.processDied()
        }
        self.kept = nil
        self.ledger = nil
        startsAt = world + .seconds(dice.pick([0, 2, 3_600]))
    }
}
