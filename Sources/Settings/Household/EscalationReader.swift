import CivilTime
import Household

/// Reads `else` and `else_after`: where a nudge goes that nobody has answered or seen, and after how long.
struct EscalationReader {
    let table: TableReader

    /// The names in `else`, which are still to be checked, and what both keys come to.
    func read() -> (escalation: Escalation?, names: [Located<String>]) {
        let names = table.names("else", of: "channel names")
        let after = table.elseAfter()
        guard names != nil || after != nil else {
            return (nil, [])
        }
        return (Escalation(channels: names?.map(\.value), after: after), names ?? [])
    }
}

extension TableReader {
    /// How long an answer or a person is awaited: a length that does not depend on the calendar.
    func elseAfter() -> Duration? {
        guard let node = node("else_after"), let span = span(node) else {
            return nil
        }
        guard span.months == 0, span.days == 0, (60...86_400).contains(span.seconds) else {
            findings.error("\(node.value.given) is not between '1m' and '24h'", at: node)
            return nil
        }
        return .seconds(span.seconds)
    }
}
