/// The lines of a calendar, with folded ones put together (RFC 5545 section 3.1).
///
/// Lines may end in CRLF or in a bare LF or CR, and a byte order mark may stand in front.
struct CalendarLines: Sequence, IteratorProtocol {
    struct Line {
        /// Where the line begins in the text, counted from 1.
        let number: Int
        let bytes: [UInt8]
    }

    private let text: [UInt8]
    private var index: Int
    private var number = 0

    init(_ text: [UInt8]) {
        self.text = text
        index = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    mutating func next() -> Line? {
        while index < text.count {
            var bytes = takeLine()
            let first = number
            while index < text.count, text[index] == 0x20 || text[index] == 0x09 {
                index += 1
                bytes += takeLine()
            }
            if bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) {
                return Line(number: first, bytes: Array(bytes))
            }
        }
        return nil
    }

    /// Takes one line of the text as it stands, without its end.
    private mutating func takeLine() -> ArraySlice<UInt8> {
        let start = index
        number += 1
        while index < text.count, text[index] != 0x0A, text[index] != 0x0D { index += 1 }
        let line = text[start..<index]
        // Some programs end a line with two carriage returns.
        while index < text.count, text[index] == 0x0D { index += 1 }
        if index < text.count, text[index] == 0x0A { index += 1 }
        return line
    }
}
