import Household
import PlainText
import Sessions

/// Every word that a guided session shows.
struct SessionWords {
    let plan: SessionPlan
    /// The names, with nothing that a terminal would obey.
    private let people: [String]

    /// What two people are called whom no config names.
    static let anyone = ["One of you", "The other"]

    init(_ plan: SessionPlan) {
        self.plan = plan
        people = plan.people.map(\.withoutControls)
    }

    var title: String { plan.title.withoutControls }

    // MARK: - Lengths

    /// A length to the second: `20 s`, `5 min`, `2 min 30 s`, `1 h 5 min`.
    static func length(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let parts = [(seconds / 3_600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
        let said = parts.filter { $0.0 > 0 }.prefix(2).map { "\($0.0) \($0.1)" }
        return said.isEmpty ? "0 s" : said.joined(separator: " ")
    }

    /// What is left as a clock shows it, the begun second included: `4:32`, `1:02:07`.
    static func clock(_ left: Duration) -> String {
        let (whole, rest) = left.components
        let seconds = max(0, whole + (rest > 0 ? 1 : 0))
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        let end = ":\(two(seconds % 60))"
        return hours > 0 ? "\(hours):\(two(minutes))\(end)" : "\(minutes)\(end)"
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    // MARK: - What is to come

    /// The parts of a round, a line each: `5 min each: What went well`.
    var parts: [String] {
        var seen: [String] = []
        for turn in plan.turns where turn.round == 1 {
            let length = Self.length(turn.length)
            let topic = turn.topic.withoutControls
            let whose =
                turn.speaker == nil ? plan.isSilent ? " in silence" : " together" : " each"
            let line = "\(length)\(people.count > 1 ? whose : ""): \(topic)"
            if seen.last != line {
                seen.append(line)
            }
        }
        return seen + (plan.rounds > 1 ? ["\(plan.rounds) rounds of it"] : [])
    }

    /// `10 min, Alex and Sam`.
    var whole: String {
        let length = Self.length(plan.length)
        return people == Self.anyone ? length : "\(length), \(Self.names(people))"
    }

    var first: String? {
        plan.turns.first?.speaker.map { "\(people[$0]) begins." }
    }

    /// A person inside of a sentence.
    private func within(_ place: Int) -> String {
        people == Self.anyone ? people[place].lowercased() : people[place]
    }

    static func names(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else {
            return names.joined()
        }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: - A turn

    /// Which turn or round it is, where there are several.
    func place(_ session: Session) -> String {
        if plan.rounds > 1 {
            return "round \(session.current.round) of \(plan.rounds)"
        }
        return plan.turns.count > 1 ? "\(session.turn + 1) of \(plan.turns.count)" : ""
    }

    func who(_ turn: SessionPlan.Turn) -> String {
        guard let speaker = turn.speaker else {
            return people.count > 1 ? "Together" : people[0]
        }
        return "\(people[speaker]) speaks"
    }

    /// What the others do meanwhile: `Sam only listens: no advice, no questions`.
    func listener(_ turn: SessionPlan.Turn) -> String? {
        guard let speaker = turn.speaker, let listener = turn.listener, people.count > 1 else {
            return nil
        }
        let others = people.indices.filter { $0 != speaker }
        let who = others.count == 1 ? people[others[0]] : "Everyone else"
        let text = listener.withoutControls
        return "\(who) \(text.prefix(1).lowercased())\(text.dropFirst())"
    }

    /// What comes after the turn: `then Sam`, `then Alex: What could be better`.
    func after(_ session: Session) -> String? {
        guard plan.turns.count > 1 else {
            return nil
        }
        guard let next = session.next else {
            return "the last turn"
        }
        let who = next.speaker.map(within) ?? "together"
        let topic = next.topic == session.current.topic ? "" : ": \(next.topic.withoutControls)"
        return "then \(who)\(topic)"
    }

    // MARK: - News

    static let paused = "paused"
    static let ended = "That was it."

    static func away(_ duration: Duration) -> String {
        "You were away for \(length(duration)). The time stood still."
    }

    /// How long it was, at its end: `10 min together`.
    func together(_ led: Duration) -> String {
        Self.length(led) + (people.count > 1 ? " together" : "")
    }

    /// The keys that mean something now, each with its word.
    static func keys(_ phase: Session.Phase) -> [String] {
        switch phase {
        case .ready: ["space begin", "q quit"]
        case .running: ["space pause", "s skip", "b back", "q quit"]
        case .paused: ["space go on", "s skip", "b back", "q quit"]
        case .ended: []
        }
    }

    /// What is said of the session, a line each, where there is no screen.
    func lines(_ news: SessionNews, _ session: Session, hasKeys: Bool) -> [String] {
        let left = Self.clock(session.left)
        switch news {
        case .turn:
            return turn(session)
        case .left(let length):
            return ["\(Self.length(length)) left"]
        case .paused:
            return ["paused, \(left) left"] + (hasKeys ? ["space goes on"] : [])
        case .resumed:
            return ["going on, \(left) left"]
        case .away(let length):
            return [Self.away(length)] + (hasKeys ? ["space goes on"] : [])
        case .ended(.complete):
            return ["\(Self.ended) \(together(session.led))"]
        case .ended(.quit):
            return []
        }
    }

    private func turn(_ session: Session) -> [String] {
        let turn = session.current
        let isFirst = session.turn == 0 || plan.turns[session.turn - 1].prompts != turn.prompts
        let questions = isFirst ? turn.prompts.map(\.withoutControls) : []
        let who = "\(who(turn)), \(Self.length(turn.length)): \(turn.topic.withoutControls)"
        return questions + [listener(turn).map { "\(who). \($0)" } ?? who]
    }
}
