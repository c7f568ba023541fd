import ControlAPI
import PlainText
import Sessions

/// What is recorded of a session at its end, and what is said of it.
struct SessionClosing: Encodable {
    var event = "closed"
    var recorded: Bool
    var said: [String]

    private init(_ recorded: Bool, _ said: [String]) {
        self.recorded = recorded
        self.said = said
    }

    /// Records what was led to its end.
    init(
        _ end: SessionEnd,
        _ session: Session,
        _ subject: SessionSubject,
        in context: CommandContext
    ) {
        var context = context
        // It is shown on a screen of its own, too.
        (context.style, context.isJSON) = (.plain, false)
        let length = SessionWords.length(session.led)
        let done = "ritualctl done \(subject.name.withoutControls)"
        guard end == .complete else {
            let stopped =
                session.led < .seconds(1)
                ? "Another time, then." : "You stopped after \(length), and that is fine."
            let isRitual = if case .noRitual = subject.record { false } else { true }
            let hint = isRitual ? "; if it was enough, '\(done)' says so" : ""
            self.init(false, [stopped, "Nothing was recorded\(hint)."])
            return
        }
        let title = session.plan.title.withoutControls
        switch subject.record {
        case .done(let request):
            do {
                let outcome: OutcomeMessage = try context.tell(.done, request)
                self.init(true, OutcomeSentence(outcome: outcome, context: context).lines)
            } catch {
                let reason = (error as? CommandFailure)?.message ?? "\(error)"
                self.init(
                    false,
                    ["\(title), \(length). It could not be recorded: \(Self.line(reason))"]
                        + ["'\(done)' tries again."]
                )
            }
        case .refused(_, let reason):
            self.init(
                false,
                ["\(title), \(length). Nothing was recorded: \(Self.line(reason))"]
            )
        case .noDaemon:
            self.init(
                false,
                [
                    "\(title), \(length). Nothing was recorded, because rituald is not running.",
                    "Once it runs, '\(done)' does it.",
                ]
            )
        case .noRitual(let practice):
            self.init(
                false,
                [
                    "\(title), \(length). Nothing was recorded: it is no ritual of yours yet.",
                    "'ritualctl catalog add \(practice)' makes it one.",
                ]
            )
        }
    }

    /// The first line of a message; what to do about it stands below.
    private static func line(_ reason: String) -> String {
        String(reason.split(separator: "\n").first ?? "").withoutControls
    }
}
