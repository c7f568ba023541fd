import CSystemd
import CivilTime
import Household
import Planning

/// What `Notify` of the Desktop Notifications Specification 1.2 is told.
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
    ///   - nudge: What it tells.
    ///   - name: The partner's, where others are told on the same desktop.
    ///   - actions: What can be answered.
    ///   - opens: Whether a click on the notification itself starts something.
    init(_ nudge: Nudge, for name: String?, answers actions: [NudgeAction]? = nil, opens: Bool) {
        let (actions, nudge) = (actions ?? nudge.actions, nudge.discreetly)
        summary = name.map { "\(nudge.title) · \($0)" } ?? nudge.title
        body = DesktopWords(nudge).text
        isUrgent = nudge.isUrgent
        let kind = nudge.sensitivity == .secret ? "" : ".\(nudge.stage.kind.rawValue)"
        category = "x-rituald.nudge\(kind)"
        // Nothing is opened from what cannot be answered, such as a digest.
        let isAnswerable = !actions.isEmpty
        self.actions = (opens && isAnswerable ? [.open] : []) + actions.map(Action.init)
    }

    /// Appends the arguments of `Notify`, `susssasa{sv}i`; returns 0 or a negative errno.
    ///
    /// `replaces` is the notification whose place it takes, or 0.
    func append(to message: BusMessage, replaces: UInt32, at server: DesktopServer) -> Int32 {
        let actions = server.hasActions ? actions : []
        let texts = ["rituald", summary, server.readsMarkup ? Self.escaped(body) : body]
        var answer = message.append("rituald")
        answer = min(answer, message.append(replaces))
        for text in texts {
            answer = min(answer, message.append(text))
        }
        answer = min(answer, message.append(actions.flatMap { [$0.key, $0.label] }))
        answer = min(answer, appendHints(to: message, areThereActions: !actions.isEmpty))
        // How long it stays is left to the server, which knows what its user likes.
        return min(answer, message.append(Int32(-1)), 0)
    }

    private func appendHints(to message: BusMessage, areThereActions: Bool) -> Int32 {
        var answer = sd_bus_message_open_container(message.pointer, CChar(type: "a"), "{sv}")
        // 0 low, 1 normal, 2 critical: the last stays until it is closed.
        var urgency: UInt8 = isUrgent ? 2 : 1
        answer = min(
            answer,
            message.appendEntry("urgency", "y") {
                sd_bus_message_append_basic($0.pointer, CChar(type: "y"), &urgency)
            }
        )
        for (key, text) in [("category", category), ("desktop-entry", "rituald")] {
            answer = min(answer, message.appendEntry(key, "s") { $0.append(text) })
        }
        if areThereActions {
            // It is closed once the answer is in the ledger, and not before.
            var resident: Int32 = 1
            answer = min(
                answer,
                message.appendEntry("resident", "b") {
                    sd_bus_message_append_basic($0.pointer, CChar(type: "b"), &resident)
                }
            )
        }
        return min(answer, sd_bus_message_close_container(message.pointer))
    }

    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}

extension Nudge {
    /// A secret one under its neutral title; of a private one `DesktopWords` says what it is for.
    fileprivate var discreetly: Nudge {
        sensitivity == .secret ? discreet : self
    }
}
