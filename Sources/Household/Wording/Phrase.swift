package import CivilTime

/// Small pieces of English that the daemon, the nudges and the commands share.
package enum Phrase {
    /// A length of time in the two largest units that fit: `2 h 14 min`, `3 d`, `45 s`.
    package static func length(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let (days, hours) = (seconds / 86_400, seconds % 86_400 / 3_600)
        let (minutes, rest) = (seconds % 3_600 / 60, seconds % 60)
        let parts =
            if days > 0 {
                [(days, "d"), (hours, "h")]
            } else if hours > 0 {
                [(hours, "h"), (minutes, "min")]
            } else if minutes > 0 {
                [(minutes, "min")]
            } else {
                [(rest, "s")]
            }
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
            .nonEmpty ?? "0 s"
    }

    /// A date as seen from `today`: `today`, `tomorrow`, `on Friday`, `on Friday 9 January`, and with
    /// the year where it is another one.
    package static func day(_ date: CivilDate, from today: CivilDate) -> String {
        switch date.epochDay - today.epochDay {
        case 0: return "today"
        case 1: return "tomorrow"
        case -1: return "yesterday"
        case 2...6: return "on \(date.weekday.name)"
        default:
            let year = date.year == today.year ? "" : " \(date.year)"
            return "on \(date.weekday.name) \(date.day) \(month(date.month))\(year)"
        }
    }

    /// The English name of a month, 1 to 12.
    package static func month(_ number: Int) -> String {
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ]
        return names[(number - 1) % 12]
    }

    /// A day and a time of day that fit on a button: `Thu 8 Jan 19:00`.
    package static func moment(_ local: CivilDateTime) -> String {
        let date = local.date
        let day = "\(date.weekday.abbreviation) \(date.day) \(month(date.month).prefix(3))"
        return "\(day) \(local.time.toTheMinute)"
    }

    /// Choices in a row: `today`, `today or tomorrow`, `Mon, Tue or Wed`.
    package static func choice(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else {
            return words.first ?? ""
        }
        return "\(words.dropLast().joined(separator: ", ")) or \(last)"
    }

    /// Names in a row: `Alex`, `Alex and Sam`, `Alex, Kim and Sam`.
    package static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else {
            return names.first ?? ""
        }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }

    /// A number of partners or rituals in words up to twelve: `two`.
    package static func count(_ number: Int) -> String {
        let words = [
            "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve",
        ]
        return words.indices.contains(number) ? words[number] : "\(number)"
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
