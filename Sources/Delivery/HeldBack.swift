/// Why a channel does not show a nudge now, though it could.
package struct HeldBack: Hashable, Sendable {
    /// Such as `nobody is at the machine`.
    package var reason: String
    /// After how long the channel has to be asked again, where it cannot report that it is ready.
    package var again: Duration?

    package init(_ reason: String, again: Duration? = nil) {
        self.reason = reason
        self.again = again
    }
}
