import Household

/// Checks what `absorbed_by` and `quiets` say: no ritual absorbs or quiets itself, directly or around a circle,
/// and what happens on a signal absorbs and quiets nothing.
struct AbsorptionCheck {
    let rituals: [RitualDraft]
    let findings: Findings

    /// How many circles are told of; each can be as long as the config.
    private static let reports = 50

    func check() {
        guard
            rituals.contains(where: {
                !$0.ritual.absorbedBy.isEmpty || !$0.ritual.quiets.isEmpty
            })
        else {
            return
        }
        let drafts = Dictionary(
            rituals.map { ($0.ritual.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for draft in rituals {
            checkSignals(draft, drafts)
        }
        var walk = CircleWalk(
            absorbers: absorbers(drafts)
        )
        var left = Self.reports
        for draft in rituals where left > 0 {
            for circle in walk.circles(from: draft.ritual.id, atMost: left) {
                report(circle, drafts)
                left -= 1
            }
        }
    }

    /// The ids of the rituals because of which each does not take place.
    private func absorbers(_ drafts: [String: RitualDraft]) -> [String: [String]] {
        var absorbers = drafts.mapValues(\.ritual.absorbedBy)
        for draft in rituals {
            for name in draft.ritual.quiets {
                absorbers[name, default: []].append(draft.ritual.id)
            }
        }
        return absorbers
    }

    private func checkSignals(_ draft: RitualDraft, _ drafts: [String: RitualDraft]) {
        if let first = draft.quiets.first, draft.isOnSignal {
            findings.error("a ritual on a signal cannot have others silent", at: first)
        }
        for name in draft.absorbedBy {
            if draft.isOnSignal {
                findings.error("a ritual on a signal cannot be absorbed", at: name)
                return
            }
            if let other = drafts[name.value], other.isOnSignal {
                findings.error(
                    "\(quoted(name.value)) happens on a signal, so it cannot absorb",
                    at: name
                )
            }
        }
    }

    /// Reports a circle at the name that closes it.
    private func report(_ circle: [String], _ drafts: [String: RitualDraft]) {
        guard let last = circle.last, let first = circle.first else {
            return
        }
        let absorbing = drafts[last]?.absorbedBy.first { $0.value == first }
        let quieting = drafts[first]?.quiets.first { $0.value == last }
        guard let name = absorbing ?? quieting else {
            return
        }
        if circle.count == 1 {
            let what = absorbing == nil ? "have itself silent" : "absorb itself"
            findings.error("\(quoted(first)) cannot \(what)", at: name)
        } else {
            let shown = circle.count > 6 ? circle.prefix(3) + ["…"] + circle.suffix(2) : circle[...]
            findings.error(
                "goes round in a circle: \((shown + [first]).joined(separator: " → "))",
                at: name
            )
        }
    }
}

/// A walk along absorptions, depth first, without recursion: a chain may be as long as the config.
private struct CircleWalk {
    let absorbers: [String: [String]]
    private var finished: Set<String> = []

    init(absorbers: [String: [String]]) {
        self.absorbers = absorbers
    }

    /// The circles met on the way from `start`, each as the ids along it.
    mutating func circles(from start: String, atMost limit: Int) -> [[String]] {
        var circles: [[String]] = []
        var path: [String] = []
        var places: [String: Int] = [:]
        var waiting: [(id: String, next: Int)] = []
        func enter(_ id: String) {
            places[id] = path.count
            path.append(id)
            waiting.append((id, 0))
        }
        if !finished.contains(start) {
            enter(start)
        }
        while let (id, next) = waiting.last, circles.count < limit {
            let names = absorbers[id] ?? []
            guard next < names.count else {
                waiting.removeLast()
                path.removeLast()
                places[id] = nil
                finished.insert(id)
                continue
            }
            waiting[waiting.count - 1].next += 1
            if let place = places[names[next]] {
                circles.append(Array(path[place...]))
            } else if !finished.contains(names[next]) {
                enter(names[next])
            }
        }
        return circles
    }
}
