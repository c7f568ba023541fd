import CivilTime
import ControlAPI
import PlainText

/// `ritualctl suggest` for people: how the occurrence stands, then a line for each proposal.
struct SuggestListing {
    let found: SuggestMessage
    let context: CommandContext

    var lines: [String] {
        [stands, ""] + proposals + unread
    }

    /// How the occurrence stands, and who is busy then.
    private var stands: String {
        let occurrence = found.occurrence
        let busy = occurrence.busy.map(\.withoutControls).joined(separator: " and ")
        let then =
            busy.isEmpty ? "" : " \(busy) \(occurrence.busy.count == 1 ? "is" : "are") busy then."
        let times = OccurrenceTimes(occurrence, in: context)
        return "\(occurrence.title.withoutControls) is \(times.phrase).\(then)"
    }

    private var proposals: [String] {
        guard !found.proposals.isEmpty else {
            return ["No other time within reach is free for everyone."]
        }
        let rows = found.proposals.map { proposal in
            [
                Table.Cell(
                    context.relativeTime(in: proposal.start.zone).moment(of: proposal.start)
                ),
                Table.Cell(proposal.reason.withoutControls, context.style.faint),
            ]
        }
        let table = Table([.fixed, .text], rows, in: context)
        return rows.flatMap(table.lines) + ["", next]
    }

    /// What was done with them, or can be.
    private var next: String {
        guard found.asked.isEmpty else {
            return "Asked: \(found.asked.map(\.withoutControls).joined(separator: ", "))."
        }
        let first = found.proposals[0].start.local.short
        return
            "To take the first: ritualctl move \(found.occurrence.ritual.withoutControls) \(first)"
    }

    private var unread: [String] {
        found.unread.isEmpty
            ? [] : [""] + found.unread.map { context.style.faint($0.withoutControls) }
    }
}
