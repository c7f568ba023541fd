import Emitters
import Logging
import Delivery
import Household
import Planning

/// Makes the channels of a household ready.
struct ChannelSetup: Sendable {
    let factory: EmitterFactory
    let calendar: CalendarSetup
    let log: Logger

    /// One emitter for each channel, and one for the calendar that is put at an address.
    ///
    /// A channel that cannot be made ready (its secret is missing, say) does not keep the others
    /// from working: its nudges wait in the outbox, and each attempt says why.
    func emitters(for household: Household, on machine: Machine) -> [String: any Emitting] {
        var emitters: [String: any Emitting] = [:]
        if let upload = machine.calendar?.upload {
            do {
                emitters[Delivery.calendarChannel] = try calendar.emitter(for: upload)
            } catch {
                log.error("the calendar cannot be put at its address: \(error)")
                emitters[Delivery.calendarChannel] = UnreadyEmitter(reason: "\(error)")
            }
        }
        for channel in household.channels {
            do {
                emitters[channel.id] = try factory.makeEmitter(for: channel, in: household)
            } catch {
                log.error("channel '\(channel.id)' is not ready: \(error)")
                emitters[channel.id] = UnreadyEmitter(reason: "\(error)")
            }
        }
        return emitters
    }
}

/// Stands in for a channel that could not be made ready.
struct UnreadyEmitter: Emitting {
    let reason: String

    func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        DeliveryAttempt(.failed(retryAfter: nil), detail: reason)
    }
}
