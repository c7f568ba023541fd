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
    ///   - name: The partner's or partners', where more than one is told on the same desktop.
    ///   - actions: The buttons; by default the nudge's own.
    ///   - opens: Whether a click on the notification itself starts something.
    init(_ nudge: Nudge, for name: String?, answers actions: [NudgeAction]? = nil, opens: Bool) {
        let actions = actions ?? nudge.actions
        summary = name.map { "\(nudge.title) · \($0)" } ?? nudge.title
        body = nudge.words(separator: "\n")
        isUrgent = nudge.isUrgent
        category = "x-rituald.nudge.\(nudge.stage.kind.rawValue)"
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
