import CivilTime
import Household
import Planning

/// The arguments of `Notify` (Desktop Notifications Specification 1.2).
struct DesktopNotification: Hashable, Sendable {
    /// A button, or the action of a click on the notification itself (`default`).
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
    /// The body as plain text; `append` escapes it for servers that read markup.
    var body: String
    var isUrgent: Bool
    var category: String
    /// The buttons; `append` leaves them out for servers without buttons.
    var actions: [Action]

    /// The notification of a nudge.
    ///
    /// - Parameters:
    ///   - nudge: The nudge to show.
    ///   - name: The name of the partner or partners, where several use the same desktop.
    ///   - actions: The buttons; by default the nudge's own.
    ///   - opens: Whether a click on the notification itself starts something.
    init(_ nudge: Nudge, for name: String?, answers actions: [NudgeAction]? = nil, opens: Bool) {
        let actions = actions ?? nudge.actions
        summary = name.map { "\(nudge.title) · \($0)" } ?? nudge.title
        body = nudge.words(separator: "\n")
        isUrgent = nudge.isUrgent
        category = "x-rituald.nudge.\(nudge.stage.kind.rawValue)"
        // A notification that cannot be answered, such as a digest, opens nothing.
        let isAnswerable = !actions.isEmpty
        self.actions = (opens && isAnswerable ? [.open] : []) + actions.map(Action.init)
    }

    /// Appends the arguments of `Notify`, `susssasa{sv}i`; `replaces` is the id of the notification
    /// to replace, or 0.
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
            // 0 is low, 1 normal, 2 critical; a critical notification stays until it is closed.
            message.appendEntry("urgency", "y") { message.append(UInt8(isUrgent ? 2 : 1), as: "y") }
            for (key, text) in [("category", category), ("desktop-entry", "rituald")] {
                message.appendEntry(key, "s") { message.append(text) }
            }
            if !actions.isEmpty {
                // A resident notification stays until rituald closes it, once the answer is in the
                // ledger.
                message.appendEntry("resident", "b") { message.append(Int32(1), as: "b") }
            }
        }
        // -1 leaves the time that the notification stays to the server and its user.
        message.append(Int32(-1), as: "i")
    }
}
