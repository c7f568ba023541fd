import Foundation
import Rituals

/// A nudge as the ledger keeps it: its JSON form with sorted keys.
enum NudgeText {
    static func write(_ nudge: Nudge) throws(LedgerError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(nudge) else {
            throw .unavailable("a nudge cannot be written")
        }
        return String(decoding: data, as: UTF8.self)
    }

    static func read(_ text: String) throws(LedgerError) -> Nudge {
        guard let nudge = try? JSONDecoder().decode(Nudge.self, from: Data(text.utf8)) else {
            throw .damaged("a nudge cannot be read")
        }
        return nudge
    }
}
