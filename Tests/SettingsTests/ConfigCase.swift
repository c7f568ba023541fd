import CivilTime
import Settings
import SystemZones
import Testing

/// A small config and the exact diagnostics it must give.
///
/// The couple is added behind the text, so that line numbers are those of the text.
struct ConfigCase: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let expected: [String]

    init(_ name: String, _ text: String, _ expected: String...) {
        self.init(name, text, expected: expected)
    }

    init(_ name: String, _ text: String, expected: [String]) {
        self.name = name
        self.text = text
        self.expected = expected
    }

    var testDescription: String { name }

    static let couple = """

        [[partner]]
        id = "alex"
        [[partner]]
        id = "sam"

        """

    /// The diagnostics without the file's name, which is the same in all.
    func diagnostics() throws -> [String] {
        try readConfig(text + Self.couple).diagnostics.map {
            String($0.description.dropFirst("c.toml:".count))
        }
    }
}

/// Reads a text as the file `c.toml` of a household whose system is in Denver.
func readConfig(_ text: String) throws -> ReadConfig {
    let denver = try zones.zone(named: "America/Denver")
    return ConfigReader(zones: zones, systemZone: denver).read(text, file: "c.toml")
}

/// One database for all tests, which keeps the zones it has read.
private let zones = SystemZoneDatabase()
