import CivilTime
import ControlAPI
import Household
import Planning

/// What a request changes: the event that a handler has found to be in order, and its answer.
struct Mutation<Reply: Encodable> {
    let event: PlannerEvent
    /// Whether it is only to be found out what would come of it.
    var isPreview = false
    /// Makes the answer from what the event led to.
    let reply: (PlannerActor.Performed) throws -> Reply
}

extension Plan {
    /// The scheduled start that a date or a local time names; of a date that of the one there is.
    func start(of ritual: String, named: DateOrTime?) throws(Problem) -> CivilDateTime? {
        guard let named, named.time == nil, let kept = household.ritual(ritual) else {
            return named?.local
        }
        let starts = occurrences(of: kept, on: named.date).map(\.start)
        guard starts.count <= 1 else {
            let times = starts.map(\.time.description).joined(separator: ", ")
            throw Problem(
                .conflict,
                detail: "'\(ritual)' has several on \(named.date), at \(times); name the time too"
            )
        }
        return starts.first ?? named.local
    }
}

extension Household {
    func check(partner id: String) throws(Problem) {
        guard partner(id) != nil else {
            throw Problem(unknownPartner: id, self)
        }
    }

    /// Refuses the id of a ritual that is not kept; `nil` means all of them.
    func check(kept id: String?) throws(Problem) {
        if let id, ritual(id)?.isEnabled != true {
            throw Problem(unknownRitual: id, self)
        }
    }

    /// Who says it: the partner whom a request names, or whoever sits at this machine; `nil` for all.
    ///
    /// Of a ritual that is not for them, whoever sits here speaks for those whom it is for.
    func speaker(
        _ named: String?,
        of ritual: String?,
        sitting: String?
    ) throws(Problem) -> String? {
        if let named {
            try check(partner: named)
            return named
        }
        let concerned = ritual.flatMap(self.ritual).map(partners(of:)) ?? partners
        return concerned.map(\.id).first { $0 == sitting }
    }
}

extension OwnWords {
    /// A note or a reason that is not too long; `nil` where it is empty.
    static func read(_ text: String?, called what: String) throws(Problem) -> String? {
        guard let text, !text.isEmpty else {
            return nil
        }
        if let refusal = refusal(of: text, called: what) {
            throw Problem(.badRequest, detail: refusal)
        }
        return text
    }
}
