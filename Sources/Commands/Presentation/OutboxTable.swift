import CivilTime
import ControlAPI
import Delivery
import Household
import PlainText

/// `ritualctl outbox list` for people: one line a delivery, in 80 columns.
struct OutboxTable {
    let deliveries: [DeliveryMessage]
    let context: CommandContext

    private var style: Style { context.style }

    var lines: [String] {
        guard !deliveries.isEmpty else {
            return ["the outbox is empty"]
        }
        let ids = width { "\($0.id)" }
        let channels = width(\.channel)
        let updates = width { moment($0.updated, $0) }
        let rest = max(16, 80 - (ids + 2 + updates + 2 + channels + 2 + 9 + 2))
        return deliveries.flatMap { delivery in
            let line = [
                style.faint("\(delivery.id)".fittedRight(to: ids)),
                moment(delivery.updated, delivery).fitted(to: updates),
                delivery.channel.fitted(to: channels),
                state(delivery),
                "\(delivery.title) (\(delivery.stage)) for \(Phrase.list(delivery.partners))".cut(
                    to: rest
                ),
            ].joined(separator: "  ")
            return [line] + detail(delivery, indent: ids + 2)
        }
    }

    private func detail(_ delivery: DeliveryMessage, indent: Int) -> [String] {
        guard let detail = delivery.detail, delivery.state != .delivered else {
            return []
        }
        let attempts = CountPhrase.counted(delivery.attempts, "attempt")
        let next = delivery.nextAttempt.map { ", next \(moment($0, delivery))" } ?? ""
        let text = "\(attempts), the last: \(detail.withoutControls)\(next)"
        return [String(repeating: " ", count: indent) + style.faint(text)]
    }

    private func state(_ delivery: DeliveryMessage) -> String {
        let text = delivery.stateWord.fitted(to: 9)
        return switch delivery.state {
        case .delivered: style.good(text)
        case .pending, .sending: style.warning(text)
        case .dead, .expired: style.bad(text)
        case .withdrawn: style.faint(text)
        }
    }

    private func moment(_ instant: Instant, _ delivery: DeliveryMessage) -> String {
        context.relativeTime(in: delivery.zone).moment(instant)
    }

    private func width(_ text: (DeliveryMessage) -> String) -> Int {
        deliveries.map { CellWidth.of(text($0)) }.max() ?? 0
    }
}
