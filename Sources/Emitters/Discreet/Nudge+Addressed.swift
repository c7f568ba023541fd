import Household
import Planning

extension Nudge {
    /// The nudge with a last line that says whom it is for, where several partners are told by one message.
    ///
    /// What is not to be recognised names nobody.
    func addressed(_ names: [String: String]) -> Nudge {
        guard partners.count > 1, ritual != Discretion.ritual else {
            return self
        }
        var nudge = self
        let line = "For \(named(names))."
        if let prompt {
            nudge.prompt = "\(prompt)\n\(line)"
        } else if let quote {
            nudge.quote = "\(quote)\n\(line)"
        } else {
            nudge.body = body.isEmpty ? line : "\(body)\n\(line)"
        }
        return nudge
    }

    /// The names of its partners: `Alex and Sam`.
    func named(_ names: [String: String]) -> String {
        Phrase.list(partners.map { names[$0] ?? $0 })
    }
}
