/// What one decision is about: a stage of an occurrence, for one partner.
package struct StageKey: Hashable, Sendable, CustomStringConvertible {
    package var occurrence: OccurrenceKey
    package var stage: Stage
    package var partner: String

    package init(occurrence: OccurrenceKey, stage: Stage, partner: String) {
        self.occurrence = occurrence
        self.stage = stage
        self.partner = partner
    }

    package var description: String { "\(occurrence) \(stage) \(partner)" }

    /// The id of the nudge about this stage: the same on every machine and every run.
    ///
    /// The id is the 128-bit FNV-1a hash of the occurrence key, the stage and the partner, each
    /// ended by a zero byte, as 32 hexadecimal digits. The hash is not cryptographic: nothing
    /// secret may depend on it.
    package var nudgeID: String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for text in [occurrence.description, stage.description, partner] {
            for byte in text.utf8 {
                hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
            }
            hash = hash &* 0x0000_0000_0100_0000_0000_0000_0000_013b
        }
        // Digit by digit: the standard library takes ten times as long for so wide a number.
        let digits = (0..<32).map { place in
            let digit = UInt8(truncatingIfNeeded: hash >> (124 - 4 * place)) & 0xf
            return digit + (digit < 10 ? 48 : 87)
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
