/// A reader of the time zone format of RFC 9636, versions 1 to 4.
struct TZifReader {
    private let name: String
    private let bytes: [UInt8]
    private var position = 0

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The counts of a block's header.
    private struct Header {
        let version: UInt8
        let utcCount: Int
        let standardCount: Int
        let leapCount: Int
        let transitionCount: Int
        let kindCount: Int
        let nameSize: Int

        func bodySize(timeSize: Int) -> Int {
            transitionCount * (timeSize + 1) + kindCount * 6 + nameSize
                + leapCount * (timeSize + 4) + standardCount + utcCount
        }
    }

    mutating func rules() throws(ZoneError) -> ZoneRules {
        let first = try header()
        guard first.version >= 0x32 else {
            return try block(first, timeSize: 4, footer: false)
        }
        try skip(first.bodySize(timeSize: 4))
        return try block(try header(), timeSize: 8, footer: true)
    }

    private mutating func header() throws(ZoneError) -> Header {
        guard bytes.count - position >= 44 else { throw damaged("the header is cut off") }
        guard bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
            throw damaged("it does not begin with 'TZif'")
        }
        let version = bytes[position + 4]
        guard version == 0 || (0x32...0x39).contains(version) else {
            throw damaged("version \(version) is not known")
        }
        position += 20
        var counts: [Int] = []
        for _ in 0..<6 {
            let count = try integer(4)
            guard count >= 0, count <= 1 << 20 else { throw damaged("a count is out of range") }
            counts.append(Int(count))
        }
        return Header(
            version: version,
            utcCount: counts[0],
            standardCount: counts[1],
            leapCount: counts[2],
            transitionCount: counts[3],
            kindCount: counts[4],
            nameSize: counts[5]
        )
    }

    private mutating func block(
        _ header: Header,
        timeSize: Int,
        footer: Bool
    ) throws(ZoneError) -> ZoneRules {
        guard header.leapCount == 0 else { throw .leapSeconds(name: name) }
        guard (1...256).contains(header.kindCount) else {
            throw damaged("it has \(header.kindCount) kinds of local time, not 1 to 256")
        }
        guard bytes.count - position >= header.bodySize(timeSize: timeSize) else {
            throw damaged("the table is cut off")
        }
        let transitions = try self.transitions(header.transitionCount, size: timeSize)
        let indices = Array(bytes[position..<position + header.transitionCount])
        guard indices.allSatisfy({ Int($0) < header.kindCount }) else {
            throw damaged("a transition leads to a kind of local time that is not there")
        }
        position += header.transitionCount
        let kinds = try self.kinds(header)
        position += header.standardCount + header.utcCount
        return ZoneRules(
            identifier: name,
            transitions: transitions,
            kindIndices: [0] + indices,
            kinds: kinds,
            footer: footer ? try self.footer() : nil
        )
    }

    private mutating func transitions(_ count: Int, size: Int) throws(ZoneError) -> [Int64] {
        var transitions: [Int64] = []
        transitions.reserveCapacity(count)
        for _ in 0..<count {
            let time = try integer(size)
            if let last = transitions.last, last >= time {
                throw damaged("its transitions are not in order")
            }
            // RFC 9636 section 3.2: at least -2**59, which is before the universe began.
            guard time >= -(1 << 59), time <= 1 << 59 else {
                throw damaged("a transition is out of range")
            }
            transitions.append(time)
        }
        return transitions
    }

    private mutating func kinds(_ header: Header) throws(ZoneError) -> [LocalTimeKind] {
        let names = position + header.kindCount * 6
        var kinds: [LocalTimeKind] = []
        for _ in 0..<header.kindCount {
            let offset = try integer(4)
            guard abs(offset) < 7 * CalendarMath.secondsPerDay else {
                throw damaged("an offset of \(offset) seconds is out of range")
            }
            let isDaylight = bytes[position] != 0
            let start = Int(bytes[position + 1])
            guard start < header.nameSize else { throw damaged("an abbreviation is cut off") }
            let text = bytes[(names + start)..<(names + header.nameSize)].prefix { $0 != 0 }
            position += 2
            kinds.append(
                LocalTimeKind(
                    offset: Int32(offset),
                    isDaylight: isDaylight,
                    abbreviation: String(decoding: text, as: UTF8.self)
                )
            )
        }
        position += header.nameSize
        return kinds
    }

    private mutating func footer() throws(ZoneError) -> PosixZone? {
        guard position < bytes.count, bytes[position] == 0x0A else {
            throw damaged("the footer is missing")
        }
        let text = bytes[(position + 1)...].prefix { $0 != 0x0A }
        guard position + 1 + text.count < bytes.count else {
            throw damaged("the footer is cut off")
        }
        if text.isEmpty { return nil }
        guard text.count < 256, let zone = PosixZone(parsing: String(decoding: text, as: UTF8.self))
        else { throw damaged("its footer is not a rule that POSIX knows") }
        return zone
    }

    private mutating func skip(_ count: Int) throws(ZoneError) {
        guard bytes.count - position >= count else { throw damaged("the table is cut off") }
        position += count
    }

    private mutating func integer(_ size: Int) throws(ZoneError) -> Int64 {
        guard bytes.count - position >= size else { throw damaged("the table is cut off") }
        var value: Int64 = bytes[position] >= 0x80 ? -1 : 0
        for byte in bytes[position..<position + size] {
            value = value << 8 | Int64(byte)
        }
        position += size
        return value
    }

    private func damaged(_ reason: String) -> ZoneError { .damaged(name: name, reason: reason) }
}
