import Household

/// Checks that every name a config gives to partners, channels and rituals is known, once.
struct ReferenceCheck {
    let partners: [PartnerDraft]
    let channels: [ChannelDraft]
    /// Who sits at this machine.
    let sitting: Located<String>?
    let rituals: [RitualDraft]
    let findings: Findings

    func check() {
        checkTwins()
        let partnerIDs = Names(partners.map(\.partner.id), of: "partner")
        let channelNames = Names(channels.map(\.name), of: "channel")
        let ritualIDs = Names(rituals.map(\.ritual.id), of: "ritual")
        require(channels.compactMap(\.partner) + [sitting].compactMap(\.self), in: partnerIDs)
        for partner in partners {
            require(partner.channels, in: channelNames)
        }
        for draft in rituals {
            require(draft.audience.partners ?? [], in: partnerIDs)
            require(draft.audience.channels ?? [], in: channelNames)
            require(draft.absorbedBy, in: ritualIDs)
        }
        // A plan names them once, for its getaway and for its trip.
        var named: Set<TextPosition> = []
        for name in rituals.flatMap(\.quiets) where named.insert(name.position).inserted {
            require([name], in: ritualIDs)
        }
        AbsorptionCheck(rituals: rituals, findings: findings).check()
    }

    /// What is known of one sort of thing.
    private struct Names {
        let what: String
        let list: [String]
        let set: Set<String>

        init(_ names: [String], of what: String) {
            self.what = what
            list = names
            set = Set(names)
        }
    }

    private func require(_ names: [Located<String>], in known: Names) {
        for name in names where !known.set.contains(name.value) {
            findings.error(
                "there is no \(known.what) \(quoted(name.value))"
                    + Suggestion.phrase(for: name.value, among: known.list),
                at: name
            )
        }
    }

    private func checkTwins() {
        var lines: [String: Int] = [:]
        for draft in rituals where !draft.ritual.id.isEmpty {
            let id = draft.ritual.id
            guard let line = lines.updateValue(draft.place.line, forKey: id) else {
                continue
            }
            lines[id] = line
            findings.error(
                "there is a ritual \(quoted(id)) already, from line \(line)",
                at: draft.place,
                key: "\(draft.path).id"
            )
        }
    }
}
