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

        /// The key of a button is its action, and whose word it is: `done`, `done:alex`.
        init(_ button: NudgeButton, _ names: [String: String]) {
            key = [button.action.rawValue, button.partner].compactMap(\.self).joined(separator: ":")
            label = button.label(names)
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
    ///   - names: The names of the partners by their ids, where several use the same desktop.
    ///   - whole: The nudge before it was reduced to what may be shown, whose buttons it has.
    ///   - opens: Whether a click on the notification itself starts something.
    init(_ nudge: Nudge, names: [String: String], whole: Nudge, opens: Bool) {
        let buttons = whole.buttons
        summary = names.count > 1 ? "\(nudge.title) · \(nudge.named(names))" : nudge.title
        body = nudge.words(separator: "\n")
        isUrgent = nudge.isUrgent
        category = "x-rituald.nudge.\(nudge.stage.kind.rawValue)"
        // A notification that cannot be answered, such as a digest, opens nothing.
        let isAnswerable = !buttons.isEmpty
        actions = (opens && isAnswerable ? [.open] : []) + buttons.map { Action($0, names) }
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

extension NudgeButton {
    /// The button whose key a server has told; `nil` for one that no notification has.
    init?(key: String) {
        let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
        guard let action = parts.first.flatMap(NudgeAction.init) else {
            return nil
        }
        self.init(action, of: parts.count > 1 ? parts[1] : nil)
    }
}
