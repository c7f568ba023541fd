import Delivery
import Glibc
import Household
import Planning

/// The session of one channel with the notification server, on one thread.
///
/// A session holds the connection and the list of shown notifications, and reports the answers of
/// partners. Its owner calls `turn` whenever the connection is readable.
final class DesktopSession {
    typealias Connecting = @Sendable () throws(NotificationBus.Failure) -> NotificationBus

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
        /// The connection is begun. Where it is lost too, so many more are made at once.
        case connecting(NotificationBus, retries: Int, reason: String)
        /// The bus tells who takes the name of the notification server; nobody has it.
        case serverless(NotificationBus, reason: String)
        /// A server has the name and did not say what it can do; nothing on the bus tells when it will.
        case unanswered(NotificationBus, reason: String)
        case ready(NotificationBus, DesktopServer)
        /// The program ends.
        case left
    }

    let connect: Connecting
    let tell: @Sendable (ChannelEvent.Kind) -> Void
    private let memory: ShownMemory
    /// How long after it did not answer a server is asked again.
    private let retryInterval: Duration

    var state = State.disconnected(reason: "no session bus yet")
    var shown: ShownNotifications
    /// Whether something waits for a server, so that the bus is to start one.
    var isServerWanted = false

    init(
        connect: @escaping Connecting,
        memory: ShownMemory,
        retryInterval: Duration = .seconds(30),
        tell: @escaping @Sendable (ChannelEvent.Kind) -> Void
    ) {
        self.connect = connect
        self.memory = memory
        self.retryInterval = retryInterval
        self.tell = tell
        shown = memory.read()
        open()
    }

    /// How long nothing may happen before `lookAgain` is wanted; `nil` for ever.
    var longestWait: Duration? {
        if case .unanswered = state { retryInterval } else { nil }
    }

    /// Asks a server once more that did not answer.
    func lookAgain() {
        if case .unanswered(let bus, _) = state {
            findServer(on: bus, starting: false)
        }
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
        }
    }

    private func answer(_ id: UInt32, _ action: String) {
        if action == DesktopNotification.Action.open.key {
            // It is no answer: the notification stays.
            if let (nudge, settings) = shown.open(id), !settings.open.isEmpty {
                let answer = Spawn.startAndForget(settings.open, for: nudge)
                if answer != 0 {
                    let reason = String(cString: strerror(answer))
                    tell(.failed("what it opens cannot be started: \(reason)"))
                }
            }
            return
        }
        guard let answer = NudgeAction(rawValue: action),
            let (nudge, settings) = shown.answer(id)
        else {
            return
        }
        switch answer {
        case .done: tell(.answered(nudge, .done))
        case .skip: tell(.answered(nudge, .skipped))
        case .later: tell(.answered(nudge, .later(settings.later)))
        }
    }
}

// MARK: - What the channel asks

extension DesktopSession {
    /// Why nothing can be shown now; `nil` where there is a server, which is started where the bus
    /// knows how.
    func obstacle() -> String? {
        seekServer() ? nil : reason
    }

    /// Shows a nudge in the place of an earlier one of its occurrence and partners.
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

    /// Shows again what is not shown any more, and takes away what an earlier run left.
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

    /// Takes back what is shown of some nudges.
    ///
    /// Without a connection what an earlier run showed may still stand there: it stays noted, for its ids.
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

    /// Takes away everything, and the connection: once this program has ended no button does anything.
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
            // A server that does not take it has closed it, or is gone.
            if error.isDisconnected {
                lose(error)
            }
        }
    }
}
