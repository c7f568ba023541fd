import Sessions

/// What happens in a session, as `--json` says it: one object a line.
struct SessionLine: Encodable {
    /// `turn`, `left`, `paused`, `resumed`, `away`, `end` or `quit`.
    var event: String
    var title: String
    /// Which turn it is, of how many.
    var turn: Int
    var turns: Int
    var round: Int
    /// Who speaks; `null` for all of them.
    var speaker: String?
    /// How much of the turn is left, in seconds.
    var left: Int64
    /// How long nobody was there, in seconds; `null` where it is no absence.
    var away: Int64?
    var topic: String
    var listener: String?
    var prompts: [String]

    init(_ news: SessionNews, _ session: Session) {
        let current = session.current
        title = session.plan.title
        turn = session.turn + 1
        turns = session.plan.turns.count
        round = current.round
        speaker = current.speaker.map { session.plan.people[$0] }
        left = session.left.components.seconds
        topic = current.topic
        listener = current.listener
        prompts = current.prompts
        switch news {
        case .turn: event = "turn"
        case .left: event = "left"
        case .paused: event = "paused"
        case .resumed: event = "resumed"
        case .away(let length):
            event = "away"
            away = length.components.seconds
        case .ended(.complete): event = "end"
        case .ended(.quit): event = "quit"
        }
    }

    private enum CodingKeys: CodingKey {
        case event, title, turn, turns, round, speaker, left, away, topic, listener, prompts
    }

    /// Written out, so that what is absent is `null`.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(event, forKey: .event)
        try container.encode(title, forKey: .title)
        try container.encode(turn, forKey: .turn)
        try container.encode(turns, forKey: .turns)
        try container.encode(round, forKey: .round)
        try container.encode(speaker, forKey: .speaker)
        try container.encode(left, forKey: .left)
        try container.encode(away, forKey: .away)
        try container.encode(topic, forKey: .topic)
        try container.encode(listener, forKey: .listener)
        try container.encode(prompts, forKey: .prompts)
    }
}
