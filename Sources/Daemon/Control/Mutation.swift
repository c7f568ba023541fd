import CivilTime
import ControlAPI
import Household
import Planning

/// The change that a request makes: an event, which the handler has checked, and its answer.
struct Mutation<Reply: Encodable> {
    let event: PlannerEvent
    /// Whether the event is only performed on a copy, to preview its result.
    var isPreview = false
    /// Makes the answer from what the event led to.
    let reply: (PlannerActor.Performed) throws -> Reply
}

extension Plan {
    /// Returns the scheduled start that a date or a local time names.
    ///
    /// A date means the only occurrence on that date; several are a `conflict`.
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

    /// Refuses the id of a ritual that is not kept; `nil` means all rituals.
    func check(kept id: String?) throws(Problem) {
        if let id, ritual(id)?.isEnabled != true {
            throw Problem(unknownRitual: id, self)
        }
    }

    /// Returns who is speaking: the partner whom the request names, or the partner who sits at this
    /// machine; `nil` for all partners.
    ///
    /// About a ritual that is not for the partner who sits here, they speak for all whom it is for.
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
    /// Returns a note or a reason, `nil` where it is empty; a text that is too long is a
    /// `bad-request`.
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
