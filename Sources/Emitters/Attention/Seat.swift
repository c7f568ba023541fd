import Glibc
import Synchronization

/// Tells whether somebody is at the machine, and when it wakes up, as logind on the system bus has it.
///
/// It has a thread of its own, which sleeps in poll(2) on the bus: a logind that hangs must hold up
/// neither a desktop nor the timer.
package final class Seat: Sendable {
    enum Reading: Hashable, Sendable {
        /// The bus has not answered yet, and is waited for.
        case unread
        /// There is no logind, or it knows no session of this user at a screen.
        case unreadable
        case present
        case absent(Absence)
    }

    enum Absence: Hashable, Sendable {
        case locked
        case away
    }

    private struct State {
        var reading = Reading.unread
        var followers: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let thread = Mutex<BusThread<SeatSession>?>(nil)

    /// Follows logind; `wokenUp` is called whenever the machine has woken up.
    package convenience init(
        environment: [String: String],
        wokenUp: @escaping @Sendable () -> Void
    ) {
        self.init(
            connect: { () throws(NotificationBus.Failure) in try .system(environment) },
            wokenUp: wokenUp
        )
    }

    /// Makes a seat; without an answer for as long as `patience` it is unreadable.
    init(
        connect: @escaping NotificationBus.Connecting,
        user: UInt32 = getuid(),
        patience: Duration = .seconds(1),
        wokenUp: @escaping @Sendable () -> Void
    ) {
        let thread = try? BusThread { [weak self] in
            SeatSession(
                connect: connect,
                user: user,
                patience: patience,
                note: { [weak self] in self?.note($0) },
                wokenUp: wokenUp
            )
        }
        if thread == nil {
            note(.unreadable)
        }
        self.thread.withLock { $0 = thread }
    }

    var reading: Reading { state.withLock { $0.reading } }

    /// Has `follow` called, from any thread, whenever the reading changes.
    func follow(_ follow: @escaping @Sendable () -> Void) {
        state.withLock { $0.followers.append(follow) }
    }

    private func note(_ reading: Reading) {
        let followers = state.withLock { state in
            defer { state.reading = reading }
            return state.reading == reading ? [] : state.followers
        }
        for follow in followers {
            follow()
        }
    }
}

/// The session of the seat with the system bus, on one thread.
final class SeatSession: BusSession {
    /// | state | event | next state |
    /// |---|---|---|
    /// | `connecting` | the bus takes the connection | `following`, and logind is asked |
    /// | `connecting` | the connection ends | `connecting` with a retry less, or `disconnected` |
    /// | `following` | the connection ends | `connecting`, with all retries |
    private enum State {
        case disconnected
        case connecting(NotificationBus, retries: Int)
        case following(NotificationBus)
    }

    private static let mostReconnections = 5

    private let connect: NotificationBus.Connecting
    private let user: UInt32
    private let patience: Duration
    private let note: @Sendable (Seat.Reading) -> Void
    private let wokenUp: @Sendable () -> Void
    private var state = State.disconnected
    private var isRead = false

    init(
        connect: @escaping NotificationBus.Connecting,
        user: UInt32,
        patience: Duration,
        note: @escaping @Sendable (Seat.Reading) -> Void,
        wokenUp: @escaping @Sendable () -> Void
    ) {
        self.connect = connect
        self.user = user
        self.patience = patience
        self.note = note
        self.wokenUp = wokenUp
        open(retries: Self.mostReconnections)
    }

    var bus: NotificationBus? {
        switch state {
        case .disconnected: nil
        case .connecting(let bus, _), .following(let bus): bus
        }
    }

    var longestWait: Duration? { isRead ? nil : patience }

    /// Gives up on an answer; one that comes later is taken all the same.
    func wake() {
        if !isRead {
            take(.unreadable)
        }
    }

    func turn() {
        do throws(NotificationBus.Failure) {
            while let bus, case let signals = try bus.process(), !signals.isEmpty {
                for signal in signals {
                    take(signal, on: bus)
                }
            }
        } catch {
            lose()
        }
    }

    private func open(retries: Int) {
        do throws(NotificationBus.Failure) {
            state = .connecting(try connect(), retries: retries)
        } catch {
            state = .disconnected
            take(.unreadable)
        }
    }

    private func lose() {
        let retries: Int
        switch state {
        case .disconnected: return
        case .connecting(_, let left): retries = left - 1
        case .following: retries = Self.mostReconnections
        }
        state = .disconnected
        take(.unreadable)
        if retries > 0 {
            open(retries: retries)
        }
    }

    private func take(_ signal: BusSignal, on bus: NotificationBus) {
        switch signal {
        case .connected:
            for rule in Logind.rules {
                try? bus.call(.driver, "AddMatch", fill: { $0.append(rule) }, read: { _ in () })
            }
            state = .following(bus)
            take(Logind.reading(of: user, on: bus))
        case .changed: take(Logind.reading(of: user, on: bus))
        case .sleep(isAhead: false): wokenUp()
        case .sleep, .ownerChanged, .actionInvoked, .closed, .userActive: break
        }
    }

    private func take(_ reading: Seat.Reading) {
        isRead = true
        note(reading)
    }
}
