import Glibc
import Delivery
import Household
import Planning

/// What goes on between one channel and the notification server, on one thread.
///
/// It holds the one connection, knows the server and what stands on the desktop, and says what
/// partners answer there. Who owns it calls `turn` whenever the connection has something to say.
final class DesktopSession {
    typealias Connecting = @Sendable () throws(NotificationBus.Failure) -> NotificationBus

    let connect: Connecting
    private let memory: ShownMemory
    let tell: @Sendable (ChannelEvent.Kind) -> Void

    var bus: NotificationBus?
    /// Whether the connection is made and hears of the server.
    var isListening = false
    /// How many connections may still be made at once after one was lost.
    var reconnections = 0
    var server: DesktopServer?
    var shown: ShownNotifications
    /// Whether something waits for a server.
    var isWanted = false
    private var hasLeft = false
    /// Whether a server has the name and did not answer; nothing on the bus says when it will.
    var isUnanswered = false
    /// How long after that it is asked again.
    private let patience: Duration
    /// Why there is no connection or no server, as far as it is known.
    var trouble = "no session bus yet"

    init(
        connect: @escaping Connecting,
        memory: ShownMemory,
        patience: Duration = .seconds(30),
        tell: @escaping @Sendable (ChannelEvent.Kind) -> Void
    ) {
        self.connect = connect
        self.memory = memory
        self.patience = patience
        self.tell = tell
        shown = memory.read()
        open()
    }

    /// Reads and answers what the connection has to say; never waits for more.
    func turn() {
        do throws(NotificationBus.Failure) {
            while let bus, case let signals = try bus.process(), !signals.isEmpty {
                signals.forEach(take)
            }
        } catch {
            lose(error)
        }
    }

    /// How long nothing may happen before `lookAgain` is wanted; `nil` for ever.
    var longestWait: Duration? { isUnanswered ? patience : nil }

    /// Asks a server once more that did not answer.
    func lookAgain() {
        if isUnanswered {
            _ = findServer(starting: false)
        }
    }

    private func take(_ signal: BusSignal) {
        switch signal {
        case .connected:
            listen()
            _ = findServer(starting: isWanted)
        case .ownerChanged(let owner):
            guard owner != server?.owner else {
                return
            }
            server = nil
            isUnanswered = false
            trouble = "no notification server yet"
            if let owner {
                adopt(owner)
            } else {
                shown.forget()
                memory.write(shown)
            }
        case .actionInvoked(let id, let action, let sender):
            if let server, sender == server.owner {
                answer(id, action)
            }
        case .closed(let id, let reason, let sender):
            guard let server, sender == server.owner else {
                return
            }
            if let dismissed = shown.close(id, reason) {
                tell(.dismissed(dismissed))
            }
            memory.write(shown)
        }
    }

    private func answer(_ id: UInt32, _ action: String) {
        if action == DesktopNotification.Action.open.key {
            // It is no answer: the notification stays.
            if let entry = shown.open(id), let nudge = entry.nudge {
                start(entry.settings.open, for: nudge)
            }
            return
        }
        guard let answer = NudgeAction(rawValue: action), let entry = shown.answer(id),
            let nudge = entry.nudge
        else {
            return
        }
        switch answer {
        case .done: tell(.answered(nudge, .done))
        case .skip: tell(.answered(nudge, .skipped))
        case .later: tell(.answered(nudge, .later(entry.settings.later)))
        }
    }

    private func start(_ arguments: [String], for nudge: Nudge) {
        guard !arguments.isEmpty else {
            return
        }
        let answer = OpenedProgram.start(arguments, for: nudge)
        if answer != 0 {
            tell(.failed("what it opens cannot be started: \(String(cString: strerror(answer)))"))
        }
    }
}

// MARK: - What the channel asks

extension DesktopSession {
    /// Why nothing can be shown now; `nil` where there is a server, which is started where the bus
    /// knows how.
    func obstacle() -> String? {
        isReady() ? nil : trouble
    }

    private func isReady() -> Bool {
        guard server == nil else {
            return true
        }
        isWanted = true
        return findServer(starting: true)
    }

    /// Shows a nudge in the place of an earlier one of its occurrence and partner.
    func show(
        _ nudge: Nudge,
        _ notification: DesktopNotification,
        _ settings: DesktopSettings
    ) -> DeliveryAttempt {
        awaitConnection()
        guard isReady(), let bus, let server else {
            return DeliveryAttempt(.failed(retryAfter: nil), detail: trouble)
        }
        let replaces = shown.place(of: nudge)
        do throws(NotificationBus.Failure) {
            let id = try bus.call(
                server.owner,
                "Notify",
                fill: { notification.append(to: $0, replaces: replaces, at: server) },
                read: { $0.readNumber() }
            )
            shown.show(nudge, as: id, settings)
            memory.write(shown)
            return DeliveryAttempt(.delivered, detail: "shown")
        } catch {
            if error.isDisconnected {
                lose(error)
            }
            return DeliveryAttempt(
                .failed(retryAfter: error.isExcess ? .seconds(2) : nil),
                detail: error.reason
            )
        }
    }

    /// Shows again what is not shown any more, and takes away what an earlier run left.
    func restore(
        _ notifications: [(nudge: Nudge, notification: DesktopNotification)],
        _ settings: DesktopSettings
    ) {
        guard !hasLeft, !notifications.isEmpty || server != nil, isReady() else {
            return
        }
        for (nudge, notification) in notifications where !shown.covers(nudge) {
            if case .failed(retryAfter: nil) = show(nudge, notification, settings).result {
                return
            }
        }
        shown.removeLeftovers().forEach(close)
        memory.write(shown)
    }

    /// Takes back what is shown of some nudges.
    func withdraw(_ nudges: [Nudge]) {
        nudges.compactMap { shown.remove($0) }.forEach(close)
        memory.write(shown)
    }

    /// Takes away everything: once this program has ended no button does anything.
    func leave() {
        hasLeft = true
        shown.removeAll().forEach(close)
        memory.write(shown)
    }

    private func close(_ id: UInt32) {
        guard let bus, let server else {
            return
        }
        do throws(NotificationBus.Failure) {
            try bus.tell(server.owner, "CloseNotification") { $0.append(id) }
        } catch {
            // A server that does not take it has closed it, or is gone.
            if error.isDisconnected {
                lose(error)
            }
        }
    }
}
