import CivilTime
import ControlAPI
import Delivery
import Household
import PlainText

/// `ritualctl outbox list` for people: one line a delivery.
struct OutboxTable {
    let deliveries: [DeliveryMessage]
    let context: CommandContext

    private var style: Style { context.style }

    var lines: [String] {
        guard !deliveries.isEmpty else {
            return ["the outbox is empty"]
        }
        let rows = deliveries.map { delivery in
            [
                Table.Cell("\(delivery.id)", style.faint),
                Table.Cell(moment(delivery.updated, delivery)), Table.Cell(delivery.channel),
                Table.Cell(delivery.stateWord, paint(delivery.state)),
                Table.Cell(delivery.told),
            ]
        }
        let ids = deliveries.map { "\($0.id)".count }.max() ?? 0
        let table = Table([.right, .fixed, .fixed, .fixed, .text], rows, in: context)
        return zip(deliveries, rows).flatMap { delivery, row in
            table.lines(row) + detail(delivery, indent: ids + 4)
        }
    }

    private func detail(_ delivery: DeliveryMessage, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        if let wait = delivery.wait {
            return [margin + style.faint(wait.phrase { moment($0, delivery) })]
        }
        guard let detail = delivery.detail, delivery.state != .delivered else {
            return []
        }
        let attempts = CountPhrase.counted(delivery.attempts, "attempt")
        let next = delivery.nextAttempt.map { ", next \(moment($0, delivery))" } ?? ""
        let tried = delivery.attempts == 0 ? "" : "\(attempts), the last: "
        let text = "\(tried)\(detail.withoutControls)\(next)"
        return [margin + style.faint(text)]
    }

    private func paint(_ state: Delivery.State) -> (String) -> String {
        switch state {
        case .delivered: style.good
        case .pending, .sending: style.warning
        case .dead, .expired: style.bad
        case .withdrawn: style.faint
        }
    }

    private func moment(_ instant: Instant, _ delivery: DeliveryMessage) -> String {
        context.relativeTime(in: delivery.zone).moment(instant)
    }
}
