/// Every key that a config may hold, table by table, in the order `config.example.toml` shows them.
package enum KnownKeys {
    package static let root = [
        "machine", "household", "partner", "channel", "rest", "calendar", "ritual", "plan",
    ]
    package static let household = [
        "time_zone", "together_since", "quiet_hours", "keep", "streaks", "discreet_title",
    ]
    package static let machine = ["partner"]
    package static let rest = ["label", "rrule", "calendar", "dates", "ics", "from"]
    package static let calendar = [
        "file", "url", "user", "password", "ca_file", "partner", "show", "alarms",
    ]
    package static let partner = [
        "id", "name", "channels", "time_zone", "quiet_hours", "tone", "matrix",
        "else", "else_after", "busy", "buffer",
    ]
    package static let secret = ["credential", "file"]
    package static let ritual = [
        "id", "template", "kind", "title", "body", "prompts", "deck", "remember",
        "tells", "schedule", "except", "also", "trigger", "duration", "remind", "tell_end",
        "follow_up", "nag",
        "late_within", "flex", "absorbed_by", "quiets",
        "needs", "sensitivity",
        "urgent", "rests", "enabled", "partners", "channels", "else", "else_after", "repeat",
    ]
    package static let schedule = [
        "every", "on", "at", "near", "between", "from", "snap", "rrule", "calendar", "ics",
    ]
    package static let trigger = ["signal", "between", "at_most", "returns_after", "word"]
    package static let rung = ["before", "at", "step", "task"]
    package static let deck = ["name", "each"]
    package static let nag = ["every", "at_most"]
    package static let plan = [
        "use", "id", "from", "at", "snap", "rests", "enabled", "leave_out", "quiets", "partners",
        "channels",
    ]

    /// What a file of the catalogue may hold beside the keys of a ritual.
    static let practice =
        ritual.filter {
            ![
                "id", "template", "body", "enabled", "except", "also", "quiets", "partners",
                "channels", "else", "else_after",
            ].contains($0)
        }
        + ["what", "why", "text", "session"]
    static let texts = ["start", "end", "follow_up", "pause"]
    static let session = ["rounds", "silent", "turn"]
    static let turn = ["speaks", "length", "topic", "listener"]
    static let planTemplate = ["title", "what", "why", "counts_from", "at", "snap", "part"]
    static let part =
        practice.filter { !["what", "why", "session", "schedule", "trigger"].contains($0) }
        + [
            "id", "practice", "every", "first", "after", "begins", "after_kept", "at",
            "counted_title",
        ]

    /// What other programs call a key.
    static let synonyms = [
        "time": "at", "times": "at", "hour": "at", "when": "at", "day": "on", "days": "on",
        "weekday": "on", "weekdays": "on", "frequency": "every", "interval": "every",
        "tz": "time_zone",
        "name": "title", "text": "body", "description": "body", "questions": "prompts",
        "length": "duration", "reminders": "remind",
    ]

    /// `; did you mean 'x'?` for a key that is not known, or else the keys that are.
    static func suggestion(for key: String, amongAll known: [String]) -> String {
        if let word = synonyms[key], known.contains(word) {
            return "; did you mean '\(word)'?"
        }
        return Suggestion.phrase(for: key, amongAll: known)
    }

    /// The types of channel, each with the keys that go with it.
    package static let channels: [(type: String, keys: [String])] = [
        ("stdout", ["type", "partner", "show", "format"]),
        ("journal", ["type", "partner"]),
        ("desktop", ["type", "partner", "show", "later", "open", "attention", "else_after"]),
        (
            "webhook",
            [
                "type", "partner", "show", "preset", "url", "token", "client_token", "secret",
                "timeout", "ca_file", "insecure", "room", "chat", "tag", "answers", "listen",
            ]
        ),
        (
            "mail",
            [
                "type", "partner", "show", "url", "from", "to", "user", "password", "timeout",
                "ca_file", "insecure",
            ]
        ),
        ("command", ["type", "partner", "run", "timeout"]),
    ]
}

/// Bounds on what a config may hold, so that no config can exhaust the daemon.
package enum ConfigLimits {
    package static let partners = 100
    package static let channels = 256
    package static let calendars = 20
    package static let rituals = 10_000
    package static let rungs = 32
    package static let timesOfDay = 96
    package static let prompts = 1_000
    /// Of a schedule, and times that are added to it.
    package static let exceptions = 1_000
    package static let rests = 100
    /// Of one rest.
    package static let restDates = 4_000
    package static let nags = 100
    package static let arguments = 100
    package static let names = 1_000
    /// Unicode scalars in an id, a title, and a longer text.
    package static let idLength = 64
    package static let titleLength = 200
    package static let discreetTitleLength = 60
    package static let textLength = 4_000
    /// What a notification shows of a title and of a text at least.
    package static let nudgeTitle = 60
    package static let nudgeBody = 240
    package static let promptLength = 200
    /// The longest span of time, in years.
    package static let years = 100
}
