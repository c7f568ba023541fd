public import CivilTime
import Synchronization

/// The time zones of the system, from the TZif files in `$TZDIR` or `/usr/share/zoneinfo`.
///
/// A file is read again when it changes on disk, so that an update of the system's time zones
/// reaches a program that runs.
///
/// ```swift
/// let zones = SystemZoneDatabase()
/// let lisbon = try zones.zone(named: "Europe/Lisbon")
/// lisbon.local(at: now).short == "2026-01-05T12:00"
/// ```
public final class SystemZoneDatabase: ZoneProviding {
    /// The folder that the zones are read from.
    ///
    /// ```swift
    /// SystemZoneDatabase(directory: "/usr/share/zoneinfo").directory == "/usr/share/zoneinfo"
    /// ```
    public let directory: String
    private let cache = Mutex<[String: Entry]>([:])

    private struct Entry {
        let stamp: FileStamp
        let zone: Zone
    }

    /// Uses the zones of a folder; by default of `$TZDIR`, or else of `/usr/share/zoneinfo`.
    ///
    /// ```swift
    /// let zones = SystemZoneDatabase(directory: "/nowhere")
    /// let error = #expect(throws: ZoneError.self) { try zones.zone(named: "Europe/Lisbon") }
    /// error == .unknown(name: "Europe/Lisbon")
    /// ```
    public init(directory: String? = nil) {
        self.directory = directory ?? ZoneFile.environment("TZDIR") ?? "/usr/share/zoneinfo"
    }

    /// Returns the zone of a name, as its file is now.
    ///
    /// Absolute paths, `..` and names with characters that no zone has are refused.
    ///
    /// ```swift
    /// let zones = SystemZoneDatabase()
    /// try zones.zone(named: "America/New_York").abbreviation(at: now) == "EST"
    /// let error = #expect(throws: ZoneError.self) { try zones.zone(named: "../passwd") }
    /// error == .invalidName(name: "../passwd")
    /// ```
    public func zone(named name: String) throws(ZoneError) -> Zone {
        guard Self.isName(name) else { throw .invalidName(name: name) }
        let path = "\(directory)/\(name)"
        let stamp: FileStamp
        switch FileStamp.of(path) {
        case .success(let found): stamp = found
        case .failure(let failure):
            if name == "UTC", failure.isAbsence { return .utc }
            if failure.isAbsence { throw .unknown(name: name) }
            throw .unreadable(name: name, reason: failure.description)
        }
        let known = cache.withLock { $0[name] }
        if let known, known.stamp == stamp { return known.zone }
        let zone: Zone
        switch ZoneFile.read(path) {
        case .success(let bytes): zone = try Zone(identifier: name, tzif: bytes)
        case .failure(let failure):
            throw .unreadable(name: name, reason: failure.description)
        }
        cache.withLock { $0[name] = Entry(stamp: stamp, zone: zone) }
        return zone
    }

    /// Says whether a name can be a zone's: no absolute path, no `..`, no odd characters.
    static func isName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 255 else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".."
                && part.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                        || byte == 0x5F || byte == 0x2D || byte == 0x2B || byte == 0x2E
                }
        }
    }
}
