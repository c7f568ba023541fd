package import Delivery
import Household
package import Planning

/// Shows each nudge through the desktop's notification server, with buttons to answer it.
///
/// For each occurrence and partner one notification is shown at a time: a later stage replaces the
/// earlier one. The connection outlives the emitter, which a new config replaces, because some
/// servers close the notifications of a connection that ends.
package struct DesktopEmitter: Emitting {
    private let thread: DesktopThread
    private let settings: DesktopSettings
    private let names: [String: String]
    private let discretion: Discretion

    /// Makes the emitter; `names` has the names of the partners on this channel by their ids.
    ///
    /// With two or more partners each notification says whom it is for.
    init(
        _ settings: DesktopSettings,
        names: [String: String],
        discretion: Discretion,
        thread: DesktopThread
    ) {
        self.settings = settings
        self.names = names
        self.discretion = discretion
        self.thread = thread
        let attention = settings.attention
        thread.post { $0.follow(attention) }
    }

    package func obstacle() async -> String? {
        await thread.run { $0.obstacle() }
    }

    package func hold(on nudge: Nudge) async -> HeldBack? {
        let settings = settings
        return await thread.run { $0.hold(on: nudge, settings) }
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        let notification = notification(of: nudge)
        let settings = settings
        return await thread.run { $0.show(nudge, notification, settings) }
    }

    @discardableResult
    package func withdraw(_ messages: [ShownMessage]) async -> DeliveryAttempt {
        await thread.run { $0.withdraw(messages.map(\.nudge)) }
    }

    package func restore(_ nudges: [Nudge]) async {
        let notifications = nudges.map { ($0, notification(of: $0)) }
        let settings = settings
        await thread.run { $0.restore(notifications, settings) }
    }

    package func leave() async {
        await thread.run { $0.leave() }
    }

    private func notification(of nudge: Nudge) -> DesktopNotification {
        DesktopNotification(
            discretion.shown(nudge),
            names: names,
            whole: nudge,
            opens: !settings.open.isEmpty
        )
    }
}
