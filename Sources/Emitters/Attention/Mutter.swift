/// GNOME's own watch on whether somebody uses the machine (`org.gnome.Mutter.IdleMonitor`).
enum Mutter {
    private static let interface = NotificationBus.mutter
    private static let monitor = NotificationBus.Peer(
        service: interface,
        path: "/org/gnome/Mutter/IdleMonitor/Core",
        interface: interface
    )
    static let rule =
        "type='signal',sender='\(interface)',path='\(monitor.path)',interface='\(interface)',member='WatchFired'"

    /// Whoever has touched nothing for so long is not at the machine.
    static let away = Duration.seconds(5 * 60)

    /// For how long nobody has touched keyboard and mouse; `nil` where the session is not GNOME's.
    static func idleTime(on bus: NotificationBus) -> Duration? {
        let milliseconds = try? bus.call(monitor, "GetIdletime") { $0.readLongNumber() }
        return milliseconds.map { .milliseconds(Int64(clamping: $0)) }
    }

    /// Has it say, once, that somebody touches them again; returns the number of the watch.
    static func awaitActivity(on bus: NotificationBus) -> UInt32? {
        try? bus.call(monitor, "AddUserActiveWatch") { $0.readNumber() }
    }
}
