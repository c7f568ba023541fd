/// Why the daemon was woken.
///
/// Nothing else wakes it.
enum Wakeup: Sendable {
    /// The instant it asked to be woken at has been reached.
    case due
    /// The wall clock was set (`TFD_TIMER_CANCEL_ON_SET`, timerfd_create(2)).
    case clockSet
    /// The machine has woken up from sleep, as logind says.
    case wokenUp
    /// A file with time zone rules was replaced, or the system's own zone was changed.
    case zonesChanged
    /// SIGHUP.
    case reload
    /// SIGTERM or SIGINT.
    case stop
    /// Half of the service manager's watchdog interval has passed.
    case watchdog
}

extension Wakeup {
    /// Whether a date may lie within reach now that did not before.
    var mayBringDates: Bool {
        switch self {
        case .due, .clockSet, .wokenUp, .reload, .zonesChanged: true
        case .watchdog, .stop: false
        }
    }
}
