/// Whatever can look up a time zone by its name.
public protocol ZoneProviding: Sendable {
    /// Returns the zone of an IANA name, such as `Europe/Lisbon`.
    func zone(named name: String) throws(ZoneError) -> Zone
}
