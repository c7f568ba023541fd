import CivilTime
import Household

// Words for what is told together.

extension Wording {
    /// So many lines are read at a glance; what is more is counted.
    static let lines = 8
    /// So many a digest names.
    static let digestLines = 20

    /// `Date night and Check-in`; from four on `Date night, Check-in and two more`.
    static func titles(_ all: [String]) -> String {
        var seen: Set<String> = []
        let titles = all.filter { seen.insert($0).inserted }
        guard let first = titles.first, titles.count > 1 else {
            return titles.first ?? ""
        }
        switch titles.count {
        case 2: return "\(first) and \(titles[1])"
        case 3: return "\(first), \(titles[1]) and \(titles[2])"
        default: return "\(first), \(titles[1]) and \(Phrase.count(titles.count - 2)) more"
        }
    }

    /// One line for each that is told together: `Date night: It is time`; below those of the day what is
    /// `For another day: Getaway. It is on Friday 9 January at 19:00`.
    static func merged(
        _ texts: [NudgeText],
        forAnotherDay others: [NudgeText],
        of count: Int
    ) -> String {
        let isAlone = texts.count == 1 && count == texts.count + others.count
        let lines = isAlone ? texts.map(\.body) : texts.map { "\($0.title): \($0.body)" }
        let later = others.map { "For another day: \($0.title). \($0.body)" }
        let rest = more(than: texts.count + others.count, of: count)
        return (lines + later + rest).joined(separator: "\n")
    }

    /// The words of a digest: one entry for each ritual that was late.
    static func digest(
        _ late: [(title: String, start: Instant)],
        partner: Partner,
        now: Instant,
        cause: LateCause
    ) -> NudgeText {
        let today = partner.zone.local(at: now).date
        // The last ones are the ones that still matter most.
        let entries = late.suffix(digestLines).map { entry in
            let local = partner.zone.local(at: entry.start)
            return "\(entry.title), \(Phrase.day(local.date, from: today)) \(local.time)"
        }
        return NudgeText(
            title: cause.words,
            body: (entries + more(than: digestLines, of: late.count)).joined(separator: "; ")
        )
    }

    private static func more(than shown: Int, of count: Int) -> [String] {
        count > shown ? ["and \(Phrase.count(count - shown)) more"] : []
    }
}
