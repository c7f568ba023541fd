package import CivilTime
package import Household

/// One message about one stage of one occurrence, for one partner, or for those who are told the same on one
/// channel.
///
/// It is whole: what a channel shows is decided here and stored with the delivery, so that a
/// retry after a restart says the same words.
package struct Nudge: Hashable, Sendable {
    /// 32 hexadecimal digits; see `StageKey.nudgeID`.
    package var id: String
    package var ritual: String
    package var title: String
    package var body: String
    /// A question to talk about, where the ritual has one.
    package var prompt: String?
    /// What is remembered with it, in lines of its own: a note of last time, what was kept, a good moment.
    package var quote: String?
    package var stage: Stage
    /// The step of what is to be prepared that it asks for; its *done* says that of the step.
    package var step: String?
    /// Whom it is for: its own partner first, then those whose nudges go along with it.
    package var partners: [String]
    package var occurrence: OccurrenceReference
    package var due: Instant
    /// How late it was decided, in whole seconds; zero where it was in time.
    package var late: Duration
    package var tone: Tone
    package var sensitivity: Sensitivity
    /// What stands for the title where others look; `nil` where the title may be shown.
    package var discreetTitle: String?
    package var isUrgent: Bool
    package var actions: [NudgeAction]
    /// Whether it matters who says *done*: the ritual counts once several have said so.
    package var asksWho = false
    /// The times that it proposes, each with a button; mostly none.
    package var choices: [NudgeChoice] = []
    /// Stale text is not sent: no attempt is made after this instant.
    package var expires: Instant

    package init(
        key: StageKey,
        title: String,
        body: String,
        prompt: String? = nil,
        quote: String? = nil,
        occurrence: OccurrenceReference,
        due: Instant,
        late: Duration = .zero,
        tone: Tone = .plain,
        sensitivity: Sensitivity = .private,
        discreetTitle: String? = nil,
        isUrgent: Bool = false,
        actions: [NudgeAction] = [],
        expires: Instant
    ) {
        id = key.nudgeID
        ritual = key.occurrence.ritual
        self.title = title
        self.body = body
        self.prompt = prompt
        self.quote = quote
        stage = key.stage
        partners = [key.partner]
        self.occurrence = occurrence
        self.due = due
        self.late = late
        self.tone = tone
        self.sensitivity = sensitivity
        self.discreetTitle = discreetTitle
        self.isUrgent = isUrgent
        self.actions = actions
        self.expires = expires
    }

    /// The partner whose nudge it is.
    package var partner: String { partners.first ?? "" }

    /// The stage that this nudge is about.
    package var key: StageKey { key(for: partner) }

    /// The stages that it is about, one for each of its partners.
    package var keys: [StageKey] { partners.map(key) }

    private func key(for partner: String) -> StageKey {
        StageKey(occurrence: occurrence.key, stage: stage, partner: partner)
    }
}

/// The occurrence a nudge is about, with its times as its partner's clock shows them.
package struct OccurrenceReference: Hashable, Sendable {
    package var key: OccurrenceKey
    /// RFC 9557, in the partner's zone: `2026-01-09T19:00:00-07:00[America/Denver]`.
    package var start: String
    /// RFC 9557, in the partner's zone.
    package var end: String
    /// The partner's zone by its name, such as `America/Denver`.
    package var zone: String

    package init(key: OccurrenceKey, start: ZonedTime, end: ZonedTime) {
        self.key = key
        self.start = start.description
        self.end = end.description
        zone = start.zone.identifier
    }
}

extension Nudge {
    /// The buttons of a message: where it is for several and it matters who says *done*, one for each.
    package var buttons: [NudgeButton] {
        actions.flatMap { action in
            namesWhose(action)
                ? partners.map { NudgeButton(action, of: $0) }
                : [NudgeButton(action, time: action.choice.flatMap(choice)?.label)]
        }
    }

    /// Whether a button says whose word it is exactly where that matters.
    package func takes(_ button: NudgeButton) -> Bool {
        namesWhose(button.action)
            ? button.partner.map(partners.contains) == true : button.partner == nil
    }

    /// The proposed time of that number, counted from 0; `nil` where there are fewer.
    package func choice(_ number: Int) -> NudgeChoice? {
        choices.indices.contains(number) ? choices[number] : nil
    }

    /// Whether an answer is that of one of the partners only, who has to be named.
    package func namesWhose(_ action: NudgeAction) -> Bool {
        action == .done && asksWho && partners.count > 1
    }
}

/// A button of a message.
package struct NudgeButton: Hashable, Sendable {
    package var action: NudgeAction
    /// Whose word it is; `nil` for that of all whom the message is for.
    package var partner: String?
    /// The time that it takes, in words.
    package var time: String?

    package init(_ action: NudgeAction, of partner: String? = nil, time: String? = nil) {
        self.action = action
        self.partner = partner
        self.time = time
    }
}

/// What a partner can answer to a nudge.
package enum NudgeAction: String, Hashable, Sendable, Codable, CaseIterable {
    case done
    case later
    case skip
    /// The first, second or third of the times that the nudge proposes is to be.
    case first, second, third

    /// What can be answered to the question whether something takes place.
    package static let answers: [NudgeAction] = [.done, .later, .skip]
    /// What can be answered to the question when it is to be.
    package static let choices: [NudgeAction] = [.first, .second, .third]

    /// Which of the proposed times it takes, counted from 0; `nil` where it takes none.
    package var choice: Int? { Self.choices.firstIndex(of: self) }
}

/// A time that a nudge proposes for its occurrence.
package struct NudgeChoice: Hashable, Sendable, Codable {
    /// The start, as the ritual's clock shows it.
    package var start: CivilDateTime
    /// The same as its partner's clock shows it, in words: `Thu 8 Jan 19:00`.
    package var label: String

    package init(start: CivilDateTime, label: String) {
        self.start = start
        self.label = label
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let text = try values.decode(String.self, forKey: .start)
        guard let start = try? CivilDateTime(parsing: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .start,
                in: values,
                debugDescription: "unreadable start"
            )
        }
        self.init(start: start, label: try values.decode(String.self, forKey: .label))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(start.short, forKey: .start)
        try values.encode(label, forKey: .label)
    }

    private enum Key: String, CodingKey {
        case start, label
    }
}
