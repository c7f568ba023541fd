package import CivilTime

extension Zone {
    /// A zone that keeps one POSIX rule for ever, such as `EST5EDT,M3.2.0,M11.1.0`.
    ///
    /// It is made as a TZif file (RFC 9636), so it depends on no table of the machine, and a change
    /// of law is another rule. The years 2024 to 2031 stand in its table too, as in a file of the
    /// system.
    package init(_ identifier: String, rule: String) throws(ZoneError) {
        let plain = try Zone(identifier: identifier, tzif: TZifBytes(rule: rule).all)
        var bytes = TZifBytes(rule: rule)
        let first = Instant(secondsSinceEpoch: 1_704_067_200)
        bytes.add(offset: plain.offset(at: first).seconds)
        var instant = first
        while let next = plain.nextTransition(after: instant),
            next.secondsSinceEpoch < 1_956_528_000
        {
            bytes.add(transition: next.secondsSinceEpoch, offset: plain.offset(at: next).seconds)
            instant = next
        }
        try self.init(identifier: identifier, tzif: bytes.all)
    }
}

/// The bytes of a TZif file of version 2 with a footer.
private struct TZifBytes {
    private let rule: String
    private var transitions: [UInt8] = []
    private var kinds: [UInt8] = []
    private var offsets: [Int] = []

    init(rule: String) {
        self.rule = rule
    }

    mutating func add(offset: Int) {
        offsets.append(offset)
    }

    mutating func add(transition: Int64, offset: Int) {
        if !offsets.contains(offset) { offsets.append(offset) }
        transitions += Self.bigEndian(transition, 8)
        kinds.append(UInt8(offsets.firstIndex(of: offset) ?? 0))
    }

    var all: [UInt8] {
        let offsets = offsets.isEmpty ? [0] : offsets
        let name: [UInt8] = Array("LMT".utf8) + [0]
        var bytes = header(transitions: 0, types: 1)
        bytes += [0, 0, 0, 0, 0, 0]
        bytes += name
        bytes += header(transitions: kinds.count, types: offsets.count)
        bytes += transitions
        bytes += kinds
        for offset in offsets {
            bytes += Self.bigEndian(Int64(offset), 4)
            bytes += [0, 0]
        }
        bytes += name
        bytes.append(0x0A)
        bytes += Array(rule.utf8)
        bytes.append(0x0A)
        return bytes
    }

    private func header(transitions: Int, types: Int) -> [UInt8] {
        let counts = [0, 0, 0, transitions, types, 4].flatMap { Self.bigEndian(Int64($0), 4) }
        return Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts
    }

    private static func bigEndian(_ value: Int64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) }
    }
}
