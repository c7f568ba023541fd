import Foundation
import Delivery
import Planning

/// A nudge as the ledger keeps it: a JSON array of its parts, in the order of `CompactNudge`.
///
/// It takes a third of the room of the nudge's own JSON, which is read too: earlier versions wrote it.
enum NudgeText {
    static func write(_ nudge: Nudge) throws(LedgerError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        guard let data = try? encoder.encode(CompactNudge(nudge: nudge)) else {
            throw .unavailable("a nudge cannot be written")
        }
        return String(decoding: data, as: UTF8.self)
    }

    static func read(_ text: String) throws(LedgerError) -> Nudge {
        let decoder = JSONDecoder()
        let data = Data(text.utf8)
        let nudge =
            text.hasPrefix("[")
            ? try? decoder.decode(CompactNudge.self, from: data).nudge
            : try? decoder.decode(Nudge.self, from: data)
        guard let nudge else {
            throw .damaged("a nudge cannot be read")
        }
        return nudge
    }
}
