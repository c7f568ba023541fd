import Emitters
import Household
import Planning
import Synchronization

/// How the log names rituals: a secret one by a token, which only this state directory can read.
final class LogNames: Sendable {
    private let veil: Veil
    /// The ids and titles of the rituals that are secret, or were since the start.
    private let words = Mutex<(ids: Set<String>, titles: Set<String>)>(([], []))

    static let secret = "a secret ritual"

    init(veil: Veil = Veil()) {
        self.veil = veil
    }

    /// Learns which rituals are secret.
    func learn(_ household: Household) {
        let secret = household.rituals.filter { $0.sensitivity == .secret }
        words.withLock { words in
            words.ids.formUnion(secret.map(\.id))
            words.titles.formUnion(secret.map(\.title))
        }
    }

    func isSecret(_ ritual: String) -> Bool {
        words.withLock { $0.ids.contains(ritual) }
    }

    func name(_ key: OccurrenceKey) -> String {
        isSecret(key.ritual) ? Self.secret : key.description
    }

    func name(_ key: StageKey) -> String {
        isSecret(key.occurrence.ritual)
            ? "a nudge of \(Self.secret) for \(key.partner)" : key.description
    }

    func name(_ nudge: Nudge) -> String {
        var key = nudge.key
        key.partner = Phrase.list(nudge.partners)
        return nudge.sensitivity == .secret
            ? "a nudge of \(Self.secret) for \(key.partner)" : name(key)
    }

    /// What a nudge is noted as: a token where the household has secrets, since its id is a plain hash.
    func note(ofNudge id: String) -> String {
        words.withLock { $0.ids.isEmpty } ? id : veil.token(id)
    }

    func token(_ text: String) -> String { veil.token(text) }

    /// The text without the ids and titles of secret rituals.
    func clean(_ text: String) -> String {
        let (ids, titles) = words.withLock { $0 }
        var text = text
        for title in titles.sorted(by: { $0.count > $1.count }) {
            text = text.replacing(title, with: Self.secret)
        }
        for id in ids.sorted(by: { $0.count > $1.count }) where text.contains(id) {
            text = Self.clean(text, of: id)
        }
        return text
    }

    /// The text without an id, where it stands as a word of its own or before a time.
    private static func clean(_ text: String, of id: String) -> String {
        var result = ""
        var rest = text[...]
        while let range = rest.firstRange(of: id) {
            let before =
                range.lowerBound == text.startIndex
                ? nil : text[text.index(before: range.lowerBound)]
            let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
            let isWord = ![before, after].contains { $0.map(isPart) ?? false }
            result += rest[..<range.lowerBound]
            rest = rest[range.upperBound...]
            guard isWord else {
                result += id
                continue
            }
            result += secret
            if after == "@" {
                rest = rest.drop { !" ,;'".contains($0) }
            }
        }
        return result + rest
    }

    /// Whether a character can be a part of an id.
    private static func isPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-" || character == "_"
    }
}
