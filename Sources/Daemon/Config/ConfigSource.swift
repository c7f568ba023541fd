import CivilTime
import Glibc
import Household
import Settings
import SystemZones

/// Where the config comes from, and the zones that it names.
struct ConfigSource: Sendable {
    let path: String
    let zones: SystemZoneDatabase
    private let usualChannels: UsualChannels
    /// With the household's own practices and decks.
    private let catalogue: Catalogue
    private let calendars: CalendarFiles

    init(path: String, environment: [String: String]) {
        self.path = path
        catalogue = Catalogue(in: environment)
        calendars = CalendarFiles(in: environment)
        zones = SystemZoneDatabase(directory: environment["TZDIR"])
        usualChannels = UsualChannels(
            environment: environment,
            isTerminal: isatty(STDOUT_FILENO) == 1
        )
    }

    /// Reads the config as it is now, with the zones as they are now.
    func read() -> ReadConfig {
        reader.read(file: path)
    }

    /// Reads another config's text in the same way; its diagnostics carry the name `file`.
    func read(_ text: String, file: String) -> ReadConfig {
        reader.read(text, file: file)
    }

    private var reader: ConfigReader {
        let zone = (try? zones.zone(named: zones.localZoneName())) ?? .utc
        return ConfigReader(
            zones: zones,
            systemZone: zone,
            catalogue: catalogue,
            usualChannels: usualChannels,
            calendars: calendars
        )
    }

    /// A watch over every directory of the zone database, and over the system's own zone.
    func watch() throws(SystemError) -> ZoneWatch {
        try ZoneWatch(
            directories: Set(zones.folders()),
            link: (directory: "/etc", name: "localtime")
        )
    }
}
