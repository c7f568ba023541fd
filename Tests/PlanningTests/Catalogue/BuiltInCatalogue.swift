import CivilTime
import Household
import Recurrence
import Settings
import SystemZones
import Testing

/// Reads the catalogue that the program brings.
func builtInCatalogue(zone: Zone = .utc) -> CatalogueReader {
    CatalogueReader(catalogue: .builtIn, zones: SystemZoneDatabase(), zone: zone)
}

/// The rituals of a plan of the catalogue.
func builtInPlan(
    _ name: String,
    from: String,
    at: String = "19:00",
    snap: Snap? = nil,
    zone: Zone = .utc,
    leavingOut: Set<String> = []
) throws -> [Ritual] {
    let plan = try #require(builtInCatalogue(zone: zone).plan(named: name))
    return try plan.rituals(
        from: CivilDate(parsing: from),
        at: ClockTime(parsing: at),
        snap: snap,
        zone: zone,
        leavingOut: leavingOut
    )
}
