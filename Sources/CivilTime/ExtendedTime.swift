/// A time in the format of RFC 9557: an RFC 3339 timestamp with a zone and tags in brackets.
///
/// `2026-01-09T19:00:00-07:00[America/Denver][u-ca=gregory]`. Unknown tags are ignored, unless `!`
/// marks them as critical, which is an error.
package struct ExtendedTime: Hashable, Sendable, CustomStringConvertible {
    package let instant: Instant
    /// The wall time of the timestamp.
    package let local: CivilDateTime
    /// The zone's name in the first brackets; `nil` where there is none.
    package private(set) var zone: String?
    /// The offset as it is written, such as `-07:00`; `nil` for `Z` and `-00:00`.
    package let offset: String?

    /// Makes the time that the clocks of the zone show, with the zone's offset.
    package init(_ time: ZonedTime) {
        instant = time.instant
        local = time.local
        zone = time.zone.identifier
        offset = time.offset.minutesText
    }

    /// The time without tags: `2026-01-09T19:00:00-07:00[America/Denver]`.
    package var description: String {
        "\(local)\(offset ?? "Z")\(zone.map { "[\($0)]" } ?? "")"
    }

    /// Reads a time, or throws an error that says what form is expected.
    package init(parsing text: some StringProtocol) throws(CivilTimeError) {
        let stamp = text.prefix { $0 != "[" }
        instant = try Instant(parsing: stamp)
        // RFC 9557 section 2: `Z` and `-00:00` leave the local offset open.
        let isOpen = stamp.hasSuffix("Z") || stamp.hasSuffix("z") || stamp.hasSuffix("-00:00")
        offset = isOpen ? nil : String(stamp.suffix(6))
        var reader = TextReader(stamp)
        guard let local = try CivilDateTime(reading: &reader) else {
            throw .unreadable(text: String(text), expected: Self.form)
        }
        self.local = local
        var rest = Substring(text.dropFirst(stamp.count))
        var isFirst = true
        while !rest.isEmpty {
            guard rest.hasPrefix("["), let end = rest.firstIndex(of: "]") else {
                throw .unreadable(
                    text: String(text),
                    expected: "a time with nothing but closed brackets behind it, like \(Self.form)"
                )
            }
            try read(rest[..<end].dropFirst(), of: String(text), isFirst: isFirst)
            isFirst = false
            rest = rest[end...].dropFirst()
        }
    }

    private static let form = "'2026-01-09T19:00:00-07:00[America/Denver]'"

    /// Reads what stands in one pair of brackets.
    private mutating func read(
        _ text: Substring,
        of whole: String,
        isFirst: Bool
    ) throws(CivilTimeError) {
        let isCritical = text.hasPrefix("!")
        let tag = isCritical ? text.dropFirst() : text
        guard let (key, value) = Self.parts(tag) else {
            guard isFirst, !tag.isEmpty, tag.utf8.allSatisfy(Self.isOfName) else {
                throw .unreadable(
                    text: whole,
                    expected: "a time with one zone and then tags in brackets, like \(Self.form)"
                )
            }
            zone = String(tag)
            return
        }
        let isKnown = key == "u-ca" && ["gregory", "iso8601"].contains(value)
        guard isKnown || !isCritical else {
            throw .unreadable(
                text: whole,
                expected: "a time that can be read here: '[\(text)]' is critical and not known"
            )
        }
    }

    /// The key and the value of a tag, or `nil` where it is none.
    private static func parts(_ tag: Substring) -> (key: Substring, value: Substring)? {
        guard let sign = tag.firstIndex(of: "=") else { return nil }
        let key = tag[..<sign]
        let value = tag[sign...].dropFirst()
        guard let first = key.utf8.first, isSmall(first) || first == 0x5F,
            key.utf8.allSatisfy({ isSmall($0) || isDigit($0) || $0 == 0x5F || $0 == 0x2D }),
            value.split(separator: "-", omittingEmptySubsequences: false).allSatisfy({ item in
                !item.isEmpty && item.utf8.allSatisfy { isSmall($0 | 0x20) || isDigit($0) }
            })
        else { return nil }
        return (key, value)
    }

    private static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Whether the byte may stand in a zone's name, or in an offset in its place.
    private static func isOfName(_ byte: UInt8) -> Bool {
        isSmall(byte | 0x20) || isDigit(byte)
            || [0x2F, 0x5F, 0x2D, 0x2B, 0x2E, 0x3A].contains(byte)
    }

    /// Says why the offset contradicts the zone in brackets; `nil` where the two agree.
    ///
    /// RFC 9557 section 3.4: a time whose two parts contradict each other is refused here, whether
    /// the zone is marked as critical or not. `Z` says nothing about the zone's offset.
    package func contradiction(in zones: any ZoneProviding) throws(ZoneError) -> String? {
        guard let zone, let offset else { return nil }
        let isOffset = zone.hasPrefix("+") || zone.hasPrefix("-")
        let right = isOffset ? zone : try zones.zone(named: zone).offset(at: instant).minutesText
        return right == offset
            ? nil : "the offset \(offset) is not the one of \(zone) then, \(right)"
    }
}
