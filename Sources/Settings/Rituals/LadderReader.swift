import CivilTime
import Household

/// Reads the nudge ladder of a ritual: `remind`, `follow_up` and `nag`.
struct LadderReader {
    let table: TableReader

    /// Changes `ladder` where the config says so; what it does not name stays.
    func read(into ladder: inout Ladder) {
        if let rungs = rungs(keeping: ladder.rungs) {
            ladder.rungs = rungs
        }
        ladder.tellsEnd = table.boolean("tell_end") ?? ladder.tellsEnd
        if isOff("follow_up") {
            ladder.followUp = nil
            ladder.nag = nil
        } else if let span = table.span("follow_up") {
            ladder.followUp = span
        }
        guard table.has("nag") else {
            return
        }
        ladder.nag = isOff("nag") ? nil : nag()
        if ladder.nag != nil, ladder.followUp == nil, let entry = table.entry("nag") {
            let isBroken = table.has("follow_up") && !isOff("follow_up")
            if !isBroken {
                table.findings.error(
                    "asks the question of 'follow_up' again; give 'follow_up' too",
                    at: entry.keyPosition,
                    key: table.path(of: "nag")
                )
            }
        }
    }

    /// `false` takes away what a template brings.
    private func isOff(_ key: String) -> Bool {
        if case .boolean(false)? = table.node(key)?.value.value { true } else { false }
    }

    /// The steps farthest first; one that a template has at the same distance keeps its task.
    private func rungs(keeping old: [Rung]) -> [Rung]? {
        guard
            let nodes = table.list("remind", of: "lengths before the start", limit: Self.limit)
        else {
            return nil
        }
        var rungs: [Rung] = []
        for node in nodes {
            guard var rung = rung(node) else {
                continue
            }
            if rung.task == nil, let known = old.first(where: { $0.before == rung.before }) {
                rung.task = known.task
                rung.name = rung.name ?? known.name
                rung.at = rung.at ?? known.at
            }
            let span = rung.before
            if rungs.contains(where: { $0.before == span }) {
                table.findings.error("\(span) before the start is listed twice", at: node)
                continue
            }
            if let same = rungs.first(where: {
                $0.before.nominalSeconds == span.nominalSeconds
            }) {
                table.findings.warning(
                    "\(span) before the start is the same time as \(same.before), but where the "
                        + "clocks change; one of them is enough",
                    at: node
                )
            }
            if let name = rung.name, rungs.contains(where: { $0.name == name }) {
                table.findings.error("there is a step \(quoted(name)) already", at: node)
                continue
            }
            rungs.append(rung)
        }
        return rungs.sorted { $0.before.nominalSeconds > $1.before.nominalSeconds }
    }

    private static let limit = ConfigLimits.rungs

    /// `"3d"`, or `{ before = "2w", step = "book", task = "Time to book it" }`.
    private func rung(_ node: Located<TOMLNode>) -> Rung? {
        guard case .table(let entries) = node.value.value else {
            return table.span(node).map { Rung(before: $0) }
        }
        let inner = TableReader(
            position: node.position,
            path: node.key,
            entries: entries,
            findings: table.findings
        )
        inner.refuseKeys(notIn: KnownKeys.rung)
        let step = inner.string("step", expecting: "a short name such as 'book'")
        let task = inner.text("task", limit: ConfigLimits.titleLength)
        if !inner.has("before") {
            inner.missing("before", "how long before the start, such as '2w'")
        }
        if let step, !Identifier.check(step, table.findings) {
            return nil
        }
        let at = inner.node("at").flatMap(inner.clockTime)
        guard let before = inner.span("before") else {
            return nil
        }
        if before.seconds != 0 || before.isZero, let entry = inner.entry("at") {
            inner.findings.error(
                "goes with days, weeks or months before the start; \(before) before it is a time already",
                at: entry.keyPosition,
                key: inner.path(of: "at")
            )
        }
        return Rung(before: before, task: task, name: step?.value, at: at)
    }

    private func nag() -> Nag? {
        guard let nag = table.table("nag", expecting: "{ every = '1d', at_most = 2 }") else {
            return nil
        }
        nag.refuseKeys(notIn: KnownKeys.nag)
        for (key, what) in [
            ("every", "how long to wait, such as '1d'"), ("at_most", "how often, such as 2"),
        ] where !nag.has(key) {
            nag.missing(key, what)
        }
        let interval = nag.span("every", least: Span(seconds: 60))
        let count = nag.integer("at_most", in: 1...ConfigLimits.nags)
        guard let interval, let count else {
            return nil
        }
        return Nag(interval: interval, atMost: count)
    }
}
