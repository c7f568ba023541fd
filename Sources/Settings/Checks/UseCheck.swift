import Household

/// Warns of what is right, but of no use to anybody as a service.
struct UseCheck {
    let household: Household
    let channels: [ChannelDraft]
    let findings: Findings

    func check() {
        if !household.rituals.contains(where: \.isEnabled) {
            findings.warning(
                "there is none to be kept yet; 'ritualctl add check-in' adds one",
                at: TextPosition(line: 1, column: 1),
                key: "ritual"
            )
        }
        checkOutput()
    }

    /// Standard output as the only way to somebody: a service's is the journal, where nobody looks.
    private func checkOutput() {
        for draft in channels where draft.channel?.type == .stdout {
            let partners = household.partners.filter { partner in
                let ways = household.channels(for: partner)
                    .compactMap { id in household.channels.first { $0.id == id }?.type }
                return ways.contains(.stdout) && ways.allSatisfy { $0 == .stdout || $0 == .journal }
            }
            guard !partners.isEmpty else {
                continue
            }
            let names = partners.map { "'\($0.id)'" }.joined(separator: " and ")
            let has = partners.count == 1 ? "has" : "have"
            findings.warning(
                "as a service this is the journal, where nobody sees a nudge, and \(names) \(has) no "
                    + "other channel; '[channel.desktop]' with type = \"desktop\" is seen",
                at: draft.place ?? TextPosition(line: 1, column: 1),
                key: draft.place == nil ? "channel" : "channel.\(draft.name)"
            )
        }
    }
}
