import Delivery
import Glibc
import Household
import Planning

/// The session of one channel with the notification server, on one thread.
///
/// A session holds the connection and the list of shown notifications, and reports the answers of
/// partners. Its owner calls `turn` whenever the connection is readable.
final class DesktopSession: BusSession {
    /// The state of the connection and of the server at its other end.
    ///
    /// A `reason` says why nothing can be shown.
    ///
    /// | state | event | next state |
    /// |---|---|---|
    /// | `disconnected` | something is to be shown | `connecting`, or `disconnected` where that fails |
    /// | `connecting` | the bus takes the connection | `serverless`, and who owns the name is asked |
    /// | `connecting` | the connection ends | `connecting` with a retry less, or `disconnected` |
    /// | `serverless` | a server owns the name, or is started | `ready`, or `unanswered` |
    /// | `unanswered` | `retryInterval` is over, or something is to be shown | as in `serverless` |
    /// | `ready` | the name has another owner | as in `serverless` |
    /// | `unanswered`, `ready` | the name has no owner | `serverless` |
    /// | `serverless`, `unanswered`, `ready` | the connection ends | `connecting`, with five retries |
    /// | any | `leave` | `left`, for good |
    enum State {
        case disconnected(reason: String)
        /// A connection is being established; if it is lost, `retries` more are made at once.
        case connecting(NotificationBus, retries: Int, reason: String)
        /// The connection watches the name of the notification server, which nobody owns.
        case serverless(NotificationBus, reason: String)
        /// A server owns the name but did not answer `GetCapabilities`; no signal says when it
        /// will.
        case unanswered(NotificationBus, reason: String)
        case ready(NotificationBus, DesktopServer)
        /// The program is ending.
        case left
    }

    let connect: NotificationBus.Connecting
    let tell: @Sendable (ChannelEvent.Kind) -> Void
    private let memory: ShownMemory
    /// The time after which a server that did not answer is asked again.
    private let retryInterval: Duration

    var state = State.disconnected(reason: "no session bus yet")
    var shown: ShownNotifications
    /// Whether a nudge waits for a server, so that the bus has to start one.
    var isServerWanted = false
    /// Whether somebody is there to see a nudge, and wants to.
    var attention: Attention

    init(
        connect: @escaping NotificationBus.Connecting,
        memory: ShownMemory,
        seat: Seat? = nil,
        retryInterval: Duration = .seconds(30),
        tell: @escaping @Sendable (ChannelEvent.Kind) -> Void
    ) {
        self.connect = connect
        self.memory = memory
        self.retryInterval = retryInterval
        self.tell = tell
        attention = Attention(seat: seat)
        shown = memory.read()
        open()
    }

    var longestWait: Duration? {
        if case .unanswered = state { retryInterval } else { nil }
    }

    /// Asks a server again that did not answer.
    func wake() {
        if case .unanswered(let bus, _) = state {
            findServer(on: bus, starting: false)
        }
    }

    func turn() {
        do throws(NotificationBus.Failure) {
            while let bus, case let signals = try bus.process(), !signals.isEmpty {
                signals.forEach(take)
            }
        } catch {
            lose(error)
        }
    }

    private func take(_ signal: BusSignal) {
        switch signal {
        case .connected:
            listen()
        case .ownerChanged(let owner):
            guard let bus, owner != server?.owner else {
                return
            }
            state = .serverless(bus, reason: "no notification server yet")
            if let owner {
                adopt(owner, on: bus)
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
        case .changed:
            readDoNotDisturb()
            lookAgain()
        case .userActive(let watch):
            if attention.noteActive(watch) {
                lookAgain()
            }
        case .sleep: break
        }
    }

    private func answer(_ id: UInt32, _ action: String) {
        if action == DesktopNotification.Action.open.key {
            // A click that opens something is no answer, so the notification stays.
            if let (nudge, settings) = shown.open(id), !settings.open.isEmpty {
                tell(.seen(nudge))
                let answer = Spawn.startAndForget(settings.open, for: nudge)
                if answer != 0 {
                    let reason = String(cString: strerror(answer))
                    tell(.failed("the program to open cannot be started: \(reason)"))
                }
            }
            return
        }
        guard let button = NudgeButton(key: action),
            shown.nudge(of: id)?.takes(button) == true, let (nudge, settings) = shown.answer(id)
        else {
            return
        }
        switch button.action {
        case .done: tell(.answered(nudge, .done, by: button.partner))
        case .skip: tell(.answered(nudge, .skipped))
        case .later: tell(.answered(nudge, .later(settings.later)))
        case .first, .second, .third:
            tell(.answered(nudge, .chosen(button.action.choice ?? 0), by: button.partner))
        }
    }
}

// MARK: - The emitter's calls

extension DesktopSession {
    /// Why nothing can be shown now; `nil` where there is a server, which is started where the bus
    /// knows how.
    func obstacle() -> String? {
        seekServer() ? nil : reason
    }

    /// Shows a nudge in place of an earlier nudge about the same occurrence to the same partners.
    func show(
        _ nudge: Nudge,
        _ notification: DesktopNotification,
        _ settings: DesktopSettings
    ) -> DeliveryAttempt {
        awaitConnection()
        guard seekServer(), case .ready(let bus, let server) = state else {
            return DeliveryAttempt(.failed(retryAfter: nil), detail: reason)
        }
        let replaces = shown.place(of: nudge)
        do throws(NotificationBus.Failure) {
            let id = try bus.call(
                .server(server.owner),
                "Notify",
                fill: { notification.append(to: $0, replaces: replaces, at: server) },
                read: { $0.readNumber() }
            )
            shown.show(nudge, as: id, replacing: replaces, settings).forEach(close)
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

    /// Shows nudges again that are not shown any more, and closes notifications that an earlier run
    /// left.
    func restore(
        _ notifications: [(nudge: Nudge, notification: DesktopNotification)],
        _ settings: DesktopSettings
    ) {
        guard !notifications.isEmpty || server != nil, seekServer() else {
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

    /// Closes the notifications of some nudges.
    ///
    /// Without a connection, or with a server that does not answer, this fails and keeps the ids,
    /// because notifications of an earlier run may still be shown.
    func withdraw(_ nudges: [Nudge]) -> DeliveryAttempt {
        switch state {
        case .ready, .serverless:
            nudges.flatMap { shown.withdraw($0) }.forEach(close)
            memory.write(shown)
            return DeliveryAttempt(.delivered, detail: "taken away")
        case .disconnected, .connecting, .unanswered, .left:
            return DeliveryAttempt(.failed(retryAfter: nil), detail: reason)
        }
    }

    /// Closes all notifications and the connection, because no button works once this program has
    /// ended.
    func leave() {
        shown.removeAll().forEach(close)
        memory.write(shown)
        state = .left
    }

    private func close(_ id: UInt32) {
        guard case .ready(let bus, let server) = state else {
            return
        }
        do throws(NotificationBus.Failure) {
            try bus.send(.server(server.owner), "CloseNotification") { $0.append(id) }
        } catch {
            // A server that refuses the call has closed the notification already, or is gone.
            if error.isDisconnected {
                lose(error)
            }
        }
    }
}
