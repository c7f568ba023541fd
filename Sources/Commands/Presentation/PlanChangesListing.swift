import CivilTime
import ControlAPI
import Household
import PlainText
import Planning

/// `ritualctl check --against-running` for people: what changes together stands together.
struct PlanChangesListing {
    private typealias Change = PlanChangesMessage.Change

    let changes: PlanChangesMessage
    /// The file that was compared.
    let file: HouseholdFile
    let context: CommandContext

    private var style: Style { context.style }

    /// So many nudges of one kind are named one by one; of more, the first ones and the last.
    private static let shown = 3

    var lines: [String] {
        let groups = grouped().flatMap(lines)
        return [heading] + groups + [summary] + note
    }

    private var relative: RelativeTime { context.relativeTime(in: changes.zone) }

    private var heading: String {
        style.strong("compared with the daemon's plan up to \(relative.moment(changes.until)):")
    }

    private var summary: String {
        let counts = PlanChangesMessage.Kind.allCases.map { kind in
            (kind, changes.changes.count { $0.change == kind })
        }.filter { $0.1 > 0 }
        let stay = changes.kept == 1 ? "stays as it is" : "stay as they are"
        guard let first = counts.first else {
            return "nothing changes: \(CountPhrase.counted(changes.kept, "nudge")) \(stay)"
        }
        let words =
            ["\(CountPhrase.counted(first.1, "nudge")) \(verb(first.0, first.1))"]
            + counts.dropFirst().map { kind, count in "\(count) \(verb(kind, count))" }
        return words.joined(separator: ", ") + "; \(changes.kept) \(stay)"
    }

    private func verb(_ kind: PlanChangesMessage.Kind, _ count: Int) -> String {
        switch kind {
        case .moves: count == 1 ? "moves" : "move"
        case .appears: count == 1 ? "appears" : "appear"
        case .goes: count == 1 ? "goes" : "go"
        case .differs: count == 1 ? "differs" : "differ"
        }
    }

    private var note: [String] {
        let cut = "there are so many nudges that only those up to then were compared"
        return (changes.complete ? [] : [style.warning(cut)])
            + (changes.changes.isEmpty
                ? [] : [style.faint("nothing is applied yet: \(remedy)")])
    }

    /// What applies it: the daemon reads its own file only.
    private var remedy: String {
        file.isSame(as: changes.config)
            ? "'ritualctl reload' does it"
            : "put '\(file.path.withoutControls)' in the place of "
                + "'\(changes.config.withoutControls)', then 'ritualctl reload'"
    }

    /// Changes of one kind, ritual and stage, for the same partners; each once, with its partners.
    private func grouped() -> [[(change: Change, partners: [String])]] {
        var moments: [[AnyHashable]: Int] = [:]
        var merged: [(change: Change, partners: [String])] = []
        for change in changes.changes {
            let key: [AnyHashable] = [
                change.change, change.occurrence, change.stage, change.was, change.becomes,
            ]
            if let index = moments[key] {
                merged[index].partners.append(change.partner)
            } else {
                moments[key] = merged.count
                merged.append((change, [change.partner]))
            }
        }
        var places: [[AnyHashable]: Int] = [:]
        var groups: [[(change: Change, partners: [String])]] = []
        for entry in merged {
            let change = entry.change
            let key: [AnyHashable] = [
                change.change, change.ritual, change.stage, change.differs, entry.partners,
            ]
            if let index = places[key] {
                groups[index].append(entry)
            } else {
                places[key] = groups.count
                groups.append([entry])
            }
        }
        return groups
    }

    private func lines(_ group: [(change: Change, partners: [String])]) -> [String] {
        guard let first = group.first, let last = group.last else {
            return []
        }
        let change = first.change
        let times = group.count == 1 ? "" : ", \(group.count) times"
        let names = first.partners.map(\.withoutControls).joined(separator: " and ")
        let what = "\(change.title.withoutControls) (\(change.stage)) for \(names)"
        let heading = "  \(word(change))  \(what)\(differences(change))\(times)"
        let isWhole = group.count <= Self.shown + 1
        let shown = group.prefix(isWhole ? group.count : Self.shown).map { moment($0.change) }
        let rest = group.count - Self.shown - 1
        let more = isWhole ? [] : ["… \(rest) more, and at last", moment(last.change)]
        return [heading] + (shown + more).map { "           \($0)" }
    }

    private func word(_ change: Change) -> String {
        let text = change.change.rawValue.fitted(to: 7)
        return switch change.change {
        case .moves, .differs: style.warning(text)
        case .appears: style.good(text)
        case .goes: style.bad(text)
        }
    }

    private func differences(_ change: Change) -> String {
        guard !change.differs.isEmpty else {
            return ""
        }
        let words = change.differs.map { $0 == "words" ? "other words" : "other \($0)" }
        return ", " + words.joined(separator: " and ").withoutControls
    }

    /// `today 20:30 → 21:00`, or the one time that there is.
    private func moment(_ change: Change) -> String {
        guard let was = change.was, let becomes = change.becomes, was != becomes else {
            return (change.becomes ?? change.was).map { relative.moment($0) } ?? ""
        }
        let (from, to) = (relative.zone.local(at: was), relative.zone.local(at: becomes))
        let target = from.date == to.date ? to.time.toTheMinute : relative.moment(becomes)
        return "\(relative.moment(was)) → \(target)"
    }
}
