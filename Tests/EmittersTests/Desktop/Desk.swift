import Delivery
import Household
import TestKit

@testable import Emitters

/// A desktop channel over a notification server, and what it says unasked.
struct Desk: Sendable {
    let emitter: DesktopEmitter
    let events = EventLog<ChannelEvent.Kind>("the desktop")

    /// - Parameters:
    ///   - server: The server it speaks to.
    ///   - settings: The channel's.
    ///   - names: The partners who are told here.
    ///   - show: How much it shows.
    ///   - memory: The file in which ids are kept over restarts.
    ///   - retryInterval: After how long a server that did not answer is asked again.
    ///   - seat: Tells whether somebody is at the machine.
    /// - Throws: `EmitterError` where the system has no descriptor left.
    init(
        _ server: NotificationServer,
        _ settings: DesktopSettings = DesktopSettings(),
        names: [String: String] = ["alex": "Alex"],
        show: Channel.Show = .all,
        memory: String? = nil,
        retryInterval: Duration = .seconds(30),
        seat: Seat? = nil
    ) throws {
        let events = events
        let thread = try DesktopThread {
            DesktopSession(
                connect: { () throws(NotificationBus.Failure) in try server.connect() },
                memory: ShownMemory(path: memory),
                seat: seat,
                retryInterval: retryInterval,
                tell: { events.append($0) }
            )
        }
        seat?.follow { [weak thread] in thread?.post { $0.lookAgain() } }
        emitter = DesktopEmitter(
            settings,
            names: names,
            discretion: discretion(show),
            thread: thread
        )
    }
}
