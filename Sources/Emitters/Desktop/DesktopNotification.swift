import CivilTime
import Household
import Planning

/// The arguments of `Notify` (Desktop Notifications Specification 1.2).
struct DesktopNotification: Hashable, Sendable {
    /// A button, or what a click on the notification itself means (`default`).
    struct Action: Hashable, Sendable {
        var key: String
        var label: String

        static let open = Action(key: "default", label: "Open")

        init(key: String, label: String) {
            self.key = key
            self.label = label
        }

        init(_ action: NudgeAction) {
            key = action.rawValue
            label =
                switch action {
                case .done: "Done"
                case .later: "Later"
                case .skip: "Skip"
                }
        }
    }

    var summary: String
    /// Plain text; escaped for servers that read markup in it.
    var body: String
    var isUrgent: Bool
    var category: String
    /// Left out for servers that have no buttons.
    var actions: [Action]

    /// The notification of a nudge.
    ///
    /// - Parameters:
    ///   - nudge: The nudge to show.
    ///   - name: The partner's, where others are told on the same desktop.
    ///   - actions: The buttons; by default the nudge's own.
    ///   - opens: Whether a click on the notification itself starts something.
    init(_ nudge: Nudge, for name: String?, answers actions: [NudgeAction]? = nil, opens: Bool) {
        let (actions, nudge) = (actions ?? nudge.actions, nudge.discreetly)
        summary = name.map { "\(nudge.title) · \($0)" } ?? nudge.title
        body = nudge.desktopText
        isUrgent = nudge.isUrgent
        let kind = nudge.sensitivity == .secret ? "" : ".\(nudge.stage.kind.rawValue)"
        category = "x-rituald.nudge\(kind)"
        // Nothing is opened from what cannot be answered, such as a digest.
        let isAnswerable = !actions.isEmpty
        self.actions = (opens && isAnswerable ? [.open] : []) + actions.map(Action.init)
    }

    /// Appends the arguments of `Notify`, `susssasa{sv}i`; `replaces` is the notification whose place
    /// it takes, or 0.
    func append(to message: BusMessage, replaces: UInt32, at server: DesktopServer) {
        let actions = server.hasActions ? actions : []
        message.append("rituald")
        message.append(replaces)
        for text in ["rituald", summary, server.readsMarkup ? body.map(\.asMarkup).joined() : body]
        {
            message.append(text)
        }
        message.append(actions.flatMap { [$0.key, $0.label] })
        message.appendContainer("a", of: "{sv}") {
            // 0 low, 1 normal, 2 critical: the last stays until it is closed.
            message.appendEntry("urgency", "y") { message.append(UInt8(isUrgent ? 2 : 1), as: "y") }
            for (key, text) in [("category", category), ("desktop-entry", "rituald")] {
                message.appendEntry(key, "s") { message.append(text) }
            }
            if !actions.isEmpty {
                // It is closed once the answer is in the ledger, and not before.
                message.appendEntry("resident", "b") { message.append(Int32(1), as: "b") }
            }
        }
        // How long it stays is left to the server, which knows what its user likes.
        message.append(Int32(-1), as: "i")
    }
}

extension Nudge {
    /// A secret one under its neutral title; of a private one `desktopText` says what it is for.
    fileprivate var discreetly: Nudge {
        sensitivity == .secret ? discreet : self
    }

    /// The text below a notification's title.
    ///
    /// A lock screen shows it too, so of a private nudge it says only what the notification is for:
    /// a bare title would leave open whether the ritual begins, is days away or is over.
    fileprivate var desktopText: String {
        switch sensitivity {
        case .public: words(separator: "\n")
        case .private: discreetText
        case .secret: ""
        }
    }

    private var discreetText: String {
        let start = try? Instant(parsing: String(occurrence.start.prefix { $0 != "[" }))
        let isAhead = due < (start ?? due)
        return switch stage.kind {
        case .lead: "It is \(moment)."
        case .snooze where isAhead: "It is \(moment)."
        case .start: "It is time."
        case .snooze: "You asked for it later."
        case .end: "Its time is over."
        case .followUp: "It was planned \(moment). Did it happen?"
        case .nag: "Still open: did it happen?"
        case .notice: "The plan has changed: ritualctl upcoming"
        case .digest: "Some came due meanwhile: ritualctl today"
        }
    }

    /// `on Friday 16 January at 19:00`: it is read days later too, so it names no `tomorrow`.
    private var moment: String {
        guard let start = try? CivilDateTime(parsing: String(occurrence.start.prefix(16))) else {
            return "planned"
        }
        let date = start.date
        let day = "\(date.weekday.name) \(date.day) \(Phrase.month(date.month))"
        return "on \(day) at \(start.time)"
    }
}
