package import CivilTime

/// A step of the nudge ladder of an occurrence.
package enum Stage: Hashable, Sendable, CustomStringConvertible {
    /// Another stage, repeated because a move gave it a time ahead, with the number of the move
    /// among those of the occurrence: `lead:2h+1`.
    indirect case again(Stage, Int)
    /// Before the start, by the length given: `lead:3w`.
    case lead(Span)
    case start
    /// The end of a ritual whose ladder has a nudge there.
    case end
    /// Shown again because a partner asked for later; numbered from 1: `snooze:1`.
    case snooze(Int)
    /// After the end: did it happen?
    case followUp
    /// The question again; numbered from 1: `nag:1`.
    case nag(Int)
    /// Another partner has changed the plan; numbered from 1: `notice:1`.
    case notice(Int)
    /// Several late nudges in one.
    case digest

    /// The stage without its offset or number: one message id in the journal for each.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case lead, start, end, snooze
        case followUp = "follow_up"
        case nag, notice, digest
    }

    package var kind: Kind {
        switch self {
        case .again(let first, _): first.kind
        case .lead: .lead
        case .start: .start
        case .end: .end
        case .snooze: .snooze
        case .followUp: .followUp
        case .nag: .nag
        case .notice: .notice
        case .digest: .digest
        }
    }

    /// The stage of the ladder itself, without the repetition of `again`.
    package var first: Stage {
        if case .again(let first, _) = self { first } else { self }
    }

    package var description: String {
        switch self {
        case .again(let first, let number): "\(first)+\(number)"
        case .lead(let span): "lead:\(span)"
        case .snooze(let number): "snooze:\(number)"
        case .nag(let number): "nag:\(number)"
        case .notice(let number): "notice:\(number)"
        case .start, .end, .followUp, .digest: kind.rawValue
        }
    }

    /// Reads a stage as `description` writes it; `nil` where the text is not one.
    package init?(parsing text: some StringProtocol) {
        if let plus = text.lastIndex(of: "+") {
            guard let first = Stage(parsing: String(text[..<plus])), first == first.first,
                let number = Int(text[text.index(after: plus)...]), number > 0
            else {
                return nil
            }
            self = .again(first, number)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = Kind(rawValue: String(parts[0])) else {
            return nil
        }
        let detail = parts.count == 2 ? String(parts[1]) : nil
        switch (kind, detail) {
        case (.lead, let detail?):
            guard let span = try? Span(parsing: detail) else {
                return nil
            }
            self = .lead(span)
        case (.snooze, let detail?):
            guard let number = Int(detail) else {
                return nil
            }
            self = .snooze(number)
        case (.nag, let detail?):
            guard let number = Int(detail) else {
                return nil
            }
            self = .nag(number)
        case (.notice, let detail?):
            guard let number = Int(detail) else {
                return nil
            }
            self = .notice(number)
        case (.start, nil): self = .start
        case (.end, nil): self = .end
        case (.followUp, nil): self = .followUp
        case (.digest, nil): self = .digest
        default: return nil
        }
    }
}
