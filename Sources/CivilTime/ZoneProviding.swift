/// A source that looks up time zones by name.
///
/// ```swift
/// struct OneZone: ZoneProviding {
///     let zone: Zone
///
///     func zone(named name: String) throws(ZoneError) -> Zone {
///         guard name == zone.identifier else { throw .unknown(name: name) }
///         return zone
///     }
/// }
/// try OneZone(zone: newYork).zone(named: "America/New_York") == newYork
/// ```
public protocol ZoneProviding: Sendable {
    /// Returns the zone of an IANA name, such as `Europe/Lisbon`.
    ///
    /// ```swift
    /// let zones: any ZoneProviding = SystemZoneDatabase()
    /// (try? zones.zone(named: "Europe/Lisboa")) == nil
    /// ```
    func zone(named name: String) throws(ZoneError) -> Zone
}
