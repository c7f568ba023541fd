import Household

/// Warns of ways to an answer that lead to nobody.
struct AnswerCheck {
    let household: Household
    let channels: [ChannelDraft]
    let findings: Findings

    func check(_ drafts: [RitualDraft]) {
        // The rituals of a plan share what the plan names.
        var seen: Set<TextPosition> = []
        for draft in drafts where draft.ritual.isEnabled {
            for name in draft.audience.fallbacks where seen.insert(name.position).inserted {
                check(name, of: draft)
            }
        }
        channels.forEach(checkListening)
    }

    private func check(_ name: Located<String>, of draft: RitualDraft) {
        let partners = household.partners(of: draft.ritual)
        let isOfUse = partners.contains { household.channels(for: $0).contains(name.value) }
        guard !isOfUse, !partners.isEmpty else {
            return
        }
        let names = partners.map { quoted($0.id) }.joined(separator: " nor ")
        let reach = partners.count == 1 ? "does not reach \(names)" : "reaches neither \(names)"
        findings.warning(
            "\(quoted(name.value)) \(reach), so nothing goes by it where nobody answers",
            at: name
        )
    }

    /// A reaction says whose it is by a Matrix id.
    private func checkListening(_ draft: ChannelDraft) {
        guard let listens = draft.listens, case .webhook(let settings) = draft.channel?.kind,
            settings.preset == .matrix, settings.listens,
            !household.partners(on: draft.name).contains(where: { $0.matrix != nil })
        else {
            return
        }
        findings.warning(
            "nobody's reactions are known here; give a partner 'matrix', such as "
                + "\"@alex:matrix.example\"",
            at: listens
        )
    }
}
