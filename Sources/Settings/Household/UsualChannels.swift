import Glibc
import Household

/// The channels of a household that configures none, which depend on where it is kept.
///
/// The desktop where there is a session bus, and standard output in a terminal, or where there is nothing else.
package struct UsualChannels: Hashable, Sendable {
    package let hasSessionBus: Bool
    private let isTerminal: Bool

    /// As the environment has it; `isTerminal` is whether somebody sees what is written.
    package init(environment: [String: String], isTerminal: Bool) {
        let runtime = environment["XDG_RUNTIME_DIR"].map { "\($0)/bus" }
        hasSessionBus =
            !(environment["DBUS_SESSION_BUS_ADDRESS"] ?? "").isEmpty
            || runtime.map { access($0, F_OK) == 0 } == true
        self.isTerminal = isTerminal
    }

    /// Each of them, and whether it is there; the others can be named, but carry nothing.
    var channels: [(channel: Channel, isThere: Bool)] {
        [
            (Channel(id: "desktop", kind: .desktop(DesktopSettings())), hasSessionBus),
            (
                Channel(id: "stdout", kind: .stdout(StandardOutputSettings())),
                isTerminal || !hasSessionBus
            ),
        ]
    }
}
