import Household

/// Checks that every name a config gives to partners, channels and rituals is known, once.
struct ReferenceCheck {
    let partners: [PartnerDraft]
    let channels: [ChannelDraft]
    /// Who sits at this machine.
    let sitting: Located<String>?
    /// Whom other tables name.
    let others: [Located<String>]
    let rituals: [RitualDraft]
    let findings: Findings

    func check() {
        checkTwins()
        let partnerIDs = Names(partners.map(\.partner.id), of: "partner")
        let channelNames = Names(channels.map(\.name), of: "channel")
        let ritualIDs = Names(rituals.map(\.ritual.id), of: "ritual")
        require(
            channels.compactMap(\.partner) + [sitting].compactMap(\.self) + others,
            in: partnerIDs
        )
        for partner in partners {
            require(partner.channels + partner.fallbacks, in: channelNames)
            refuseStrays(of: partner, among: channelNames)
        }
        for draft in rituals {
            require(draft.audience.partners ?? [], in: partnerIDs)
            require(draft.audience.channels ?? [], in: channelNames)
            require(draft.audience.fallbacks, in: channelNames)
            refuseBoth(draft.audience)
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

    /// Refuses a channel that gets a ritual at once and again where nobody answers.
    private func refuseBoth(_ audience: Audience) {
        let first = Set(audience.channels?.map(\.value) ?? [])
        for name in audience.fallbacks where first.contains(name.value) {
            findings.error(
                "\(quoted(name.value)) is in 'channels' too, and gets it at once; leave it out of one of them",
                at: name
            )
        }
    }

    /// Refuses channels of a partner's `else` by which nothing reaches the partner.
    private func refuseStrays(of draft: PartnerDraft, among known: Names) {
        let id = draft.partner.id
        let owners = Dictionary(
            channels.map { ($0.name, $0.channel?.partner ?? $0.partner?.value) },
            uniquingKeysWith: { first, _ in first }
        )
        for name in draft.fallbacks where known.set.contains(name.value) {
            if draft.partner.channels?.contains(name.value) == false {
                findings.error(
                    "\(quoted(name.value)) is not among the 'channels' of \(quoted(id)); add it there too",
                    at: name
                )
            } else if let owner = owners[name.value] ?? nil, owner != id {
                findings.error("\(quoted(name.value)) is the channel of \(quoted(owner))", at: name)
            }
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
