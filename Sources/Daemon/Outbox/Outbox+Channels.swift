import CivilTime
import Logging
import Delivery
import Planning

// Cool-downs and disabled channels: what partners and the log get to know of them.

extension Outbox {
    /// Logs what an attempt changed about a channel, and notifies the partners if the channel is
    /// off now.
    func tell(of health: ChannelHealth, before known: ChannelHealth?) {
        let channel = health.channel
        if let disabled = health.disabled, known?.disabled == nil {
            log.error(
                """
                channel '\(channel)' is off: \(disabled.reason); it is tried again once its \
                settings change or one of its nudges is tried again by hand
                """
            )
            announce(disabled, of: channel)
            dispatch(at: now())
        } else if let rest = health.coolDownUntil, known?.coolDownUntil == nil {
            let count = health.failuresInARow
            log.warning("channel '\(channel)' rests until \(rest): \(count) failures in a row")
        } else if known?.coolDownUntil != nil, health.coolDownUntil == nil {
            log.notice("channel '\(channel)' works again")
        }
    }

    /// Enqueues notices on other channels that a channel is off.
    private func announce(_ disabled: ChannelHealth.Disabled, of channel: String) {
        let notice = ChannelNotice(channel: channel, disabled: disabled)
        let isOff = { [ledger] (id: String) in
            (try? ledger.health(of: id))??.disabled != nil
        }
        var messages = SharedMessages(household)
        do {
            for (nudge, channels) in notice.nudges(in: household, isOff: isOff) {
                let carriers = messages.carriers(of: nudge, on: channels, from: nudge.due)
                try ledger.enqueue(nudge, on: channels, carriers: carriers, at: now())
            }
        } catch {
            log.error("cannot announce that channel '\(channel)' is off: \(error), ignoring")
        }
    }

    /// Enqueues the notices that a crash prevented; notices that were enqueued before stay as they
    /// are.
    func announceDisabled() {
        for channel in lanes.keys.sorted() {
            if let disabled = (try? ledger.health(of: channel))??.disabled,
                now() < disabled.since + ChannelNotice.worth
            {
                announce(disabled, of: channel)
            }
        }
    }
}
