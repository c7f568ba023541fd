import CivilTime
import ControlAPI
import PlainText

/// Reads local times and dates that are given as a list with commas.
struct LocalTimeList {
    let zone: Zone
    let now: Instant

    /// Reads the list of an option, or says which of its members is wrong.
    func read(_ text: String?, of option: String) throws -> [DateOrTime] {
        guard let text else {
            return []
        }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { piece in
            // Of thousands of dates each is read at once.
            if let read = try? DateOrTime(parsing: piece) {
                return read
            }
            do throws(CivilTimeError) {
                let typed = try TypedTime(parsing: String(piece))
                return typed.resolved(at: now, in: zone, leaning: .ahead).dateOrTime(in: zone)
            } catch {
                let reason = Complaint.about(error, allowed: Self.allowed)
                let given = String(piece.prefix(60)).withControlsReplaced
                throw CommandFailure(.usage, "\(option) '\(given)': \(reason)")
            }
        }
    }

    private static let allowed =
        "give a date or a local time such as fri, 2026-01-09 or 2026-01-09T19:00"

    /// The arguments with all values of a repeated option put into its first one, as one list.
    ///
    /// The parser of arguments takes time by the square of their number.
    static func joining(_ options: [String], in arguments: [String]) -> [String] {
        var result: [String] = []
        var places: [String: Int] = [:]
        var values: [Int: [String]] = [:]
        var index = 0
        while index < arguments.count, arguments[index] != "--" {
            let argument = arguments[index]
            let name = options.first { argument == $0 || argument.hasPrefix($0 + "=") }
            var value = name.map { argument.dropFirst($0.count + 1) }.map(String.init)
            if argument == name {
                let next = index + 1 < arguments.count ? arguments[index + 1] : "-"
                value = next.hasPrefix("-") ? nil : next
                index += value == nil ? 0 : 1
            }
            index += 1
            guard let name, let value else {
                result.append(argument)
                continue
            }
            if places[name] == nil {
                places[name] = result.count + 1
                result += [name, ""]
            }
            values[places[name] ?? 0, default: []].append(value)
        }
        for (place, values) in values {
            result[place] = values.joined(separator: ",")
        }
        return result + arguments[index...]
    }
}

extension DateOrTime {
    /// The local times that it stands for, a date being read at certain times of its day.
    func locals(at times: [ClockTime]) -> [CivilDateTime] {
        time == nil ? times.map { CivilDateTime(date, $0) } : [local]
    }
}
