/// What happened in a life, line by line: as text where it is wanted, as a hash always.
package struct LifeLog: Sendable {
    package private(set) var lines: [String] = []
    package private(set) var count = 0
    /// FNV-1a over every byte of every line.
    package private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    private let keepsLines: Bool

    init(keepsLines: Bool) {
        self.keepsLines = keepsLines
    }

    mutating func add(_ line: String) {
        count += 1
        for byte in line.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        hash = (hash ^ 0x0a) &* 0x100_0000_01b3
        if keepsLines {
            lines.append(line)
        }
    }
}
