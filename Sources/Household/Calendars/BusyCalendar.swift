/// A calendar that says when a partner is busy.
package enum BusyCalendar: Hashable, Sendable {
    /// A file, by its path.
    case file(String)
    /// An address; whoever knows it may read the calendar.
    case address(Secret)
    /// An address that is kept as a secret.
    case secret(SecretReference)
}
