import CSystemd
import CivilTime
package import Rituals
import Synchronization

/// Shows each nudge through the desktop's notification server.
///
/// For each occurrence and partner one notification is shown at a time: a later stage takes the
/// place of the earlier one. The connection is made for the first nudge and kept, because some
/// servers take away what a closed connection had shown; nothing waits on it. A lock screen may
/// show what is here, so a private nudge has its title only.
package struct DesktopEmitter: Emitting {
    typealias Connecting = @Sendable () throws(NotificationBus.Failure) -> NotificationBus

    private let session: Session
    private let lane = BlockingLane(width: 1)

    package init() {
        self.init(connect: { () throws(NotificationBus.Failure) in try .session() })
    }

    init(connect: @escaping Connecting) {
        session = Session(connect: connect)
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        let session = session
        return await lane.run { session.show(nudge) }
    }

    package func withdraw(_ nudges: [Nudge]) async {
        let session = session
        await lane.run { session.close(nudges) }
    }
}

extension DesktopEmitter {
    /// What is shown, and by which connection.
    private final class Session: Sendable {
        private struct Spot: Hashable {
            var occurrence: OccurrenceKey
            var partner: String

            init(_ nudge: Nudge) {
                occurrence = nudge.occurrence.key
                partner = nudge.partner
            }
        }

        private struct State {
            var bus: NotificationBus?
            var readsMarkup = false
            var shown: [Spot: UInt32] = [:]
        }

        private let connect: Connecting
        private let state = Mutex(State())

        init(connect: @escaping Connecting) {
            self.connect = connect
        }

        func show(_ nudge: Nudge) -> DeliveryAttempt {
            state.withLock { state in
                do throws(Failure) {
                    let id = try reconnecting(&state) { (state, bus) throws(Failure) in
                        try Self.notify(nudge, replaces: state.shown[Spot(nudge)] ?? 0, state, bus)
                    }
                    state.shown[Spot(nudge)] = id
                    return DeliveryAttempt(.delivered, detail: "shown")
                } catch {
                    return DeliveryAttempt(.failed(retryAfter: nil), detail: error.reason)
                }
            }
        }

        func close(_ nudges: [Nudge]) {
            state.withLock { state in
                for nudge in nudges {
                    // What was shown by a connection that is gone is closed by its server.
                    guard let id = state.shown.removeValue(forKey: Spot(nudge)), let bus = state.bus
                    else {
                        continue
                    }
                    _ = try? bus.call(
                        "CloseNotification",
                        fill: { message in
                            var id = id
                            return sd_bus_message_append_basic(
                                message,
                                DesktopNotification.code("u"),
                                &id
                            )
                        },
                        read: { _ in () }
                    )
                }
            }
        }

        private typealias Failure = NotificationBus.Failure

        /// Runs `body` with a connection, and once more with a new one where the old one is gone.
        private func reconnecting<Value>(
            _ state: inout State,
            _ body: (State, NotificationBus) throws(Failure) -> Value
        ) throws(Failure) -> Value {
            if let bus = state.bus {
                do {
                    return try body(state, bus)
                } catch {
                    guard error.isDisconnected else {
                        throw error
                    }
                    state = State()
                }
            }
            let bus = try connect()
            state.readsMarkup = try bus.readsMarkup()
            state.bus = bus
            return try body(state, bus)
        }

        private static func notify(
            _ nudge: Nudge,
            replaces: UInt32,
            _ state: State,
            _ bus: NotificationBus
        ) throws(Failure) -> UInt32 {
            let notification = DesktopNotification(
                summary: nudge.title,
                body: nudge.discreet.words(separator: "\n"),
                isUrgent: nudge.isUrgent,
                replaces: replaces
            )
            return try bus.call(
                "Notify",
                fill: { notification.append(to: $0, readsMarkup: state.readsMarkup) },
                read: { reply in
                    var id: UInt32 = 0
                    let answer = sd_bus_message_read_basic(
                        reply,
                        DesktopNotification.code("u"),
                        &id
                    )
                    return answer > 0 ? id : nil
                }
            )
        }
    }
}

extension NotificationBus {
    /// Whether the server reads markup in the body (`GetCapabilities`).
    fileprivate func readsMarkup() throws(Failure) -> Bool {
        try call(
            "GetCapabilities",
            fill: { _ in 0 },
            read: { reply in
                guard
                    sd_bus_message_enter_container(reply, DesktopNotification.code("a"), "s") > 0
                else {
                    return nil
                }
                var found = false
                var text: UnsafePointer<CChar>?
                while sd_bus_message_read_basic(reply, DesktopNotification.code("s"), &text) > 0 {
                    found = found || text.map { String(cString: $0) } == "body-markup"
                }
                return found
            }
        )
    }
}
