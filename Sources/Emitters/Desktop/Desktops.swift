import Delivery
import Synchronization

/// The desktop sessions of the channels, each made once and kept over every reload of the config.
final class Desktops: Sendable {
    private let environment: [String: String]
    private let folder: String?
    private let tell: @Sendable (ChannelEvent) -> Void
    private let threads = Mutex<[String: DesktopThread]>([:])

    /// - Parameters:
    ///   - environment: Says where the session bus is.
    ///   - folder: Where ids are kept over restarts; `nil` keeps none.
    ///   - tell: Hears what partners answer.
    init(
        environment: [String: String],
        folder: String?,
        tell: @escaping @Sendable (ChannelEvent) -> Void
    ) {
        self.environment = environment
        self.folder = folder
        self.tell = tell
    }

    /// The session of a channel, which is begun with the first call.
    func thread(for channel: String) throws(EmitterError) -> DesktopThread {
        let (environment, tell) = (environment, tell)
        let memory = ShownMemory(path: folder.map { "\($0)/desktop-\(channel).json" })
        return try threads.withLock { threads throws(EmitterError) in
            if let thread = threads[channel] {
                return thread
            }
            let thread = try DesktopThread {
                DesktopSession(
                    connect: { () throws(NotificationBus.Failure) in try .session(environment) },
                    memory: memory,
                    tell: { tell(ChannelEvent(channel: channel, $0)) }
                )
            }
            threads[channel] = thread
            return thread
        }
    }
}
