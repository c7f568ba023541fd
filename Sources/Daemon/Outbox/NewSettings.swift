import CivilTime
import Delivery
import Logging

/// Channels whose settings a person has changed, which may have mended them.
enum NewSettings {
    /// Enables channels again that were disabled, or put into a cool-down, with other settings.
    static func take(
        _ emitters: [String: any Emitting],
        in ledger: Outbox.Store,
        at now: Instant,
        _ log: Logger
    ) {
        for (channel, emitter) in emitters {
            do {
                guard let health = try ledger.health(of: channel),
                    health.endpoint != emitter.endpoint, try ledger.enable(channel, at: now)
                else {
                    continue
                }
                log.notice("channel '\(channel)' has other settings and is tried again")
            } catch {
                log.error("the health of channel '\(channel)' cannot be read: \(error), ignoring")
            }
        }
    }
}
