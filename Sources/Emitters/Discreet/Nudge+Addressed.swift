import Household
import Planning

extension Nudge {
    /// The nudge with a last line that says whom it is for, where one message goes to several
    /// partners.
    ///
    /// A concealed nudge names nobody.
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

    /// The names of the nudge's partners: `Alex and Sam`.
    func named(_ names: [String: String]) -> String {
        Phrase.list(partners.map { names[$0] ?? $0 })
    }
}

extension NudgeButton {
    /// What stands on it: `Done`, or `Done: Alex` where it says whose word it is.
    func label(_ names: [String: String]) -> String {
        let word =
            switch action {
            case .done: "Done"
            case .later: "Later"
            case .skip: "Skip"
            case .first, .second, .third: time ?? action.rawValue
            }
        return partner.map { "\(word): \(names[$0] ?? $0)" } ?? word
    }
}
