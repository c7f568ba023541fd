import CivilTime
import Household

/// What `[household]` says, with its defaults.
struct HouseholdSettings {
    var zone: Zone
    var togetherSince: CivilDate?
    /// Whether `together_since` is given at all, be it right or wrong.
    var namesStart = false
    var quietHours: QuietHours?
    var keep: Span?
    var streaks = true
    var discreetTitle = Household.discreetTitle
}

/// Reads `[household]`.
struct HouseholdReader {
    let zones: ZoneLookup
    let systemZone: Zone

    func read(_ root: TableReader) -> HouseholdSettings {
        var settings = HouseholdSettings(zone: systemZone)
        guard let table = root.table("household", expecting: "the table '[household]'") else {
            return settings
        }
        table.refuseKeys(notIn: KnownKeys.household)
        if let name = table.string("time_zone", expecting: "a zone such as 'Europe/Lisbon'"),
            let zone = zones.zone(name, root.findings)
        {
            settings.zone = zone
        }
        settings.namesStart = table.has("together_since")
        settings.togetherSince = table.date("together_since")
        settings.quietHours = table.window("quiet_hours").map { QuietHours($0) }
        settings.keep = table.span("keep", least: Self.leastKept)
        settings.streaks = table.boolean("streaks") ?? settings.streaks
        settings.discreetTitle =
            table.text("discreet_title", limit: ConfigLimits.discreetTitleLength)
            ?? settings.discreetTitle
        return settings
    }

    /// The least that is kept: what is asked about for weeks is not erased before it is answered.
    private static let leastKept = Span(days: 30)
}
