import Delivery
import Synchronization

/// The thread that runs a channel's desktop session.
typealias DesktopThread = BusThread<DesktopSession>

/// The desktop sessions of the channels, each made once and kept over every reload of the config.
final class Desktops: Sendable {
    private let environment: [String: String]
    private let folder: String?
    private let seat: Seat?
    private let tell: @Sendable (ChannelEvent) -> Void
    private let threads = Mutex<[String: DesktopThread]>([:])

    /// Makes an empty register of sessions.
    ///
    /// - Parameters:
    ///   - environment: The process's environment, which names the session bus.
    ///   - folder: The folder for the files that keep ids over restarts; `nil` keeps none.
    ///   - seat: Tells whether somebody is at the machine.
    ///   - tell: Receives what partners answer.
    init(
        environment: [String: String],
        folder: String?,
        seat: Seat?,
        tell: @escaping @Sendable (ChannelEvent) -> Void
    ) {
        self.environment = environment
        self.folder = folder
        self.seat = seat
        self.tell = tell
    }

    /// Returns the thread of a channel's session, which the first call starts.
    func thread(for channel: String) throws(EmitterError) -> DesktopThread {
        let (environment, seat, tell) = (environment, seat, tell)
        let memory = ShownMemory(path: folder.map { "\($0)/desktop-\(channel).json" })
        return try threads.withLock { threads throws(EmitterError) in
            if let thread = threads[channel] {
                return thread
            }
            let thread = try DesktopThread {
                DesktopSession(
                    connect: { () throws(NotificationBus.Failure) in try .session(environment) },
                    memory: memory,
                    seat: seat,
                    tell: { tell(ChannelEvent(channel: channel, $0)) }
                )
            }
            threads[channel] = thread
            seat?.follow { [weak thread] in
                thread?.post { $0.lookAgain() }
            }
            return thread
        }
    }
}
