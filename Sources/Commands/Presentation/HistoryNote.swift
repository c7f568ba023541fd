import CivilTime
import ControlAPI
import Household
import PlainText
import Planning

/// What was said of an occurrence, beside how it stands, or why nobody was told.
struct HistoryNote {
    let entry: HistoryMessage.Entry
    let relative: RelativeTime

    var text: String {
        [answer, steps].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// Which steps were said to be done: `prepared: choose, book`.
    private var steps: String {
        let names = entry.words.compactMap(\.step).map(\.withoutControls)
        return names.isEmpty ? "" : "prepared: \(names.joined(separator: ", "))"
    }

    private var answer: String {
        let words = words
        guard !words.isEmpty else {
            let nudges = CountPhrase.counted(entry.expired, "nudge")
            return entry.expired > 0 ? "\(nudges) came too late to be told" : ""
        }
        let move = words.last { $0.outcome == .moved }.map(moved)
        let closing = words.filter {
            $0.outcome.rawValue == entry.state.rawValue && $0.outcome != .moved
        }
        let others = words.filter { $0.outcome != .moved }
        let rest = closing.isEmpty ? others.map(said) + waiting : answers(closing)
        return ([move].compactMap(\.self) + rest).joined(separator: "; ")
    }

    private var waiting: [String] {
        guard entry.state.isAnswerable else {
            return []
        }
        let names = entry.waiting.map(\.withoutControls).joined(separator: " and ")
        return names.isEmpty ? [] : ["waiting for \(names)"]
    }

    /// The last word of each kind that each partner has said; a move takes back what was put off before.
    private var words: [WhyMessage.Said] {
        let known = entry.words.isEmpty ? [entry.said].compactMap(\.self) : entry.words
        let all = known.filter { $0.outcome != .step }
        let move = all.lastIndex { $0.outcome == .moved } ?? 0
        return all.enumerated().filter { index, word in
            let isReplaced = all[(index + 1)...].contains {
                $0.outcome == word.outcome && $0.partner == word.partner
            }
            return !isReplaced && (word.outcome != .snoozed || index >= move)
        }.map(\.element)
    }

    /// Who has said what the state says already: `said by alex and sam`.
    private func answers(_ words: [WhyMessage.Said]) -> [String] {
        let names = words.compactMap { $0.partner?.withoutControls }
        if words.allSatisfy({ $0.note == nil }) {
            return names.isEmpty ? [] : ["said by \(names.joined(separator: " and "))"]
        }
        return words.map { word in
            let who = word.partner.map { "said by \($0.withoutControls)" }
            let note = word.note.map { "“\($0.withoutControls)”" }
            return [who, note].compactMap(\.self).joined(separator: ": ")
        }.filter { !$0.isEmpty }
    }

    private func said(_ word: WhyMessage.Said) -> String {
        let who = word.partner.map { "\($0.withoutControls) " } ?? ""
        let it = who.isEmpty ? "" : "it "
        let what =
            if word.outcome == .paused {
                "\(who)called a pause"
            } else if case .snoozed(let until)? = word.to {
                "\(who)snoozed \(it)until \(relative.moment(until))"
            } else {
                "\(who)said \(word.outcome)"
            }
        return what + note(word)
    }

    private func moved(_ word: WhyMessage.Said) -> String {
        let start = entry.occurrence.start
        let what = word.partner.map { "\($0.withoutControls) moved it" } ?? "moved"
        return "\(what) from \(relative.day(start.date)) \(start.time.toTheMinute)\(note(word))"
    }

    private func note(_ word: WhyMessage.Said) -> String {
        word.note.map { ": “\($0.withoutControls)”" } ?? ""
    }
}
