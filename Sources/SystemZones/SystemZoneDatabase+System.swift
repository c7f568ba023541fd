extension SystemZoneDatabase {
    /// The name of the system's own zone.
    ///
    /// The first of these that names a known zone counts: `$TZ`, the target of the link
    /// `/etc/localtime`, the text of `/etc/timezone`. Where none does, the name is `UTC`.
    ///
    /// ```swift
    /// let zones = SystemZoneDatabase()
    /// try zones.zone(named: zones.localZoneName()).identifier == zones.localZoneName()
    /// ```
    public func localZoneName() -> String {
        if let variable = ZoneFile.environment("TZ") {
            let name = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
            if let known = knownName(name) { return known }
        }
        if let target = ZoneFile.linkTarget("/etc/localtime"), let known = knownName(target) {
            return known
        }
        if case .success(let bytes) = ZoneFile.read("/etc/timezone") {
            let line = bytes.prefix { $0 != 0x0A && $0 != 0x20 }
            if let known = knownName(String(decoding: line, as: UTF8.self)) { return known }
        }
        return "UTC"
    }

    /// The version of the time zone database, such as `2026a`, `nil` where the folder does not say.
    ///
    /// ```swift
    /// SystemZoneDatabase(directory: "/nowhere").version() == nil
    /// ```
    public func version() -> String? {
        if case .success(let bytes) = ZoneFile.read("\(directory)/tzdata.zi", atMost: 256) {
            let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
            let marker = "# version "
            if line.hasPrefix(marker) { return String(line.dropFirst(marker.count)) }
        }
        if case .success(let bytes) = ZoneFile.read("\(directory)/+VERSION") {
            return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        }
        return nil
    }

    /// The names of all zones in the folder, in order.
    ///
    /// `posix/` and `right/`, which hold the same zones again, are left out.
    ///
    /// ```swift
    /// SystemZoneDatabase().names().contains("Europe/Lisbon")
    /// ```
    public func names() -> [String] {
        var found: [String] = []
        collect(in: "", depth: 0, into: &found)
        return found.sorted()
    }

    private func collect(in prefix: String, depth: Int, into found: inout [String]) {
        for entry in ZoneFile.entries("\(directory)/\(prefix)") {
            let name = prefix + entry
            guard Self.isName(name), !["posix", "right"].contains(name) else { continue }
            switch FileStamp.of("\(directory)/\(name)") {
            case .success:
                guard isZoneFile(name), !["localtime", "posixrules"].contains(name) else {
                    continue
                }
                found.append(name)
            case .failure(let failure):
                guard failure.isAbsence, depth < 4 else { continue }
                collect(in: name + "/", depth: depth + 1, into: &found)
            }
        }
    }

    /// The paths of the folder and of all folders in it, without `posix/` and `right/`.
    ///
    /// No zone is read for it: a service that starts asks only where zones may change.
    package func folders() -> [String] {
        var found: [String] = []
        collectFolders(in: directory, depth: 0, into: &found)
        return found
    }

    private func collectFolders(in path: String, depth: Int, into found: inout [String]) {
        found.append(path)
        for folder in ZoneFile.folders(path) {
            let isCopy = depth == 0 && ["posix", "right"].contains(folder)
            guard !isCopy, depth < 4 else { continue }
            collectFolders(in: "\(path)/\(folder)", depth: depth + 1, into: &found)
        }
    }

    private func isZoneFile(_ name: String) -> Bool {
        let magic = Array("TZif".utf8)
        let start = ZoneFile.read("\(directory)/\(name)", atMost: magic.count)
        guard case .success(let bytes) = start else { return false }
        return bytes == magic
    }

    /// Returns the name of the known zone that a name, or a path such as
    /// `/usr/share/zoneinfo/Europe/Lisbon`, means.
    private func knownName(_ text: String) -> String? {
        var name = text
        if let range = text.ranges(of: "zoneinfo/").last {
            name = String(text[range.upperBound...])
        }
        guard Self.isName(name), (try? zone(named: name)) != nil else { return nil }
        return name
    }
}
