import CivilTime
import Household
import Recurrence

/// What a ritual's `except` and `also` name, each with its place.
struct Exceptions {
    var except: [Located<ExceptedSchedule.Exception>] = []
    var also: [Located<CivilDateTime>] = []
}

/// Reads `except` and `also`: what a ritual leaves out of its schedule, and what it has beside it.
struct ExceptionsReader {
    let table: TableReader

    /// - Parameters:
    ///   - ritual: the ritual whose schedule they change.
    ///   - isTimed: whether its occasion could be read; where not, that is said already.
    /// - Returns: what they name, to be checked.
    func read(into ritual: inout Ritual, isTimed: Bool) -> Exceptions {
        let except = list("except", exception)
        let also = list("also", addition)
        guard isTimed, !except.isEmpty || !also.isEmpty else {
            return Exceptions()
        }
        guard let schedule = ritual.schedule else {
            for key in ["except", "also"] where table.has(key) {
                table.findings.error(
                    "goes with a schedule; a signal comes when it comes",
                    at: table.entry(key)?.keyPosition ?? table.position,
                    key: table.path(of: key)
                )
            }
            return Exceptions()
        }
        ritual.occasion = .schedule(
            .excepting(
                ExceptedSchedule(schedule, without: except.map(\.value), and: also.map(\.value))
            )
        )
        return Exceptions(except: except, also: also)
    }

    /// The elements of a list, each at most once.
    private func list<Value: Hashable>(
        _ key: String,
        _ read: (Located<TOMLNode>) -> Value?
    ) -> [Located<Value>] {
        var seen: Set<Value> = []
        let nodes = table.list(key, of: "dates", limit: ConfigLimits.exceptions) ?? []
        return nodes.compactMap { node in
            guard let value = read(node) else {
                return nil
            }
            guard seen.insert(value).inserted else {
                table.findings.error("is listed twice", at: node)
                return nil
            }
            return node.with(value)
        }
    }

    private func exception(_ node: Located<TOMLNode>) -> ExceptedSchedule.Exception? {
        guard case .moment(let moment) = node.value.value, let day = moment.date,
            moment.offsetMinutes == nil
        else {
            let isTime = node.value.text.map { (try? CivilDateTime(parsing: $0)) != nil } ?? false
            refuse(
                node,
                "a date such as 2026-12-24 or a start such as 2026-12-24T19:00:00",
                isDate: isTime
                    || (node.value.text.map { (try? CivilDate(parsing: $0)) != nil } ?? false)
            )
            return nil
        }
        guard let time = moment.time else {
            return table.civilDate(day, of: node).map { .date($0) }
        }
        return start(day, time, node).map { .start($0) }
    }

    private func addition(_ node: Located<TOMLNode>) -> CivilDateTime? {
        guard case .moment(let moment) = node.value.value, let day = moment.date,
            let time = moment.time, moment.offsetMinutes == nil
        else {
            let isTime = node.value.text.map { (try? CivilDateTime(parsing: $0)) != nil } ?? false
            refuse(node, "a start such as 2026-12-27T17:00:00", isDate: isTime)
            return nil
        }
        return start(day, time, node)
    }

    private func refuse(_ node: Located<TOMLNode>, _ what: String, isDate: Bool) {
        let hint = isDate ? "; write it without quotes" : ""
        table.findings.error("expected \(what), not \(node.value.given)\(hint)", at: node)
    }

    private func start(
        _ day: TOMLMoment.Date,
        _ time: TOMLMoment.Time,
        _ node: Located<TOMLNode>
    ) -> CivilDateTime? {
        guard let date = table.civilDate(day, of: node),
            let clock = table.clockTime(time, of: node)
        else {
            return nil
        }
        return CivilDateTime(date, clock)
    }
}

extension TOMLNode {
    /// The text, where it is a string.
    fileprivate var text: String? {
        if case .string(let text) = value { text } else { nil }
    }
}
