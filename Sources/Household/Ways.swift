/// The channels by which a nudge reaches a partner, in the order of the config.
package struct Ways: Hashable, Sendable {
    /// How long a channel waits for those that come first.
    package struct Wait: Hashable, Sendable {
        /// It gets the nudge then unless one of the first has shown it.
        package var unlessShown: Duration?
        /// It gets the nudge then unless somebody has answered it or seen it.
        package var unlessAnswered: Duration?

        package init(unlessShown: Duration? = nil, unlessAnswered: Duration? = nil) {
            self.unlessShown = unlessShown
            self.unlessAnswered = unlessAnswered
        }
    }

    /// The channels that get the nudge at once.
    package var first: [String]
    /// The channels that get it only where the first ones fail.
    package var later: [String: Wait] = [:]

    package init(first: [String]) {
        self.first = first
    }
}

extension Ways {
    /// The ways of several nudges that are told as one: at once by each channel of any of them.
    package init(merging all: [Ways], in household: Household) {
        let first = Set(all.flatMap(\.first))
        self.first = household.channels.map(\.id).filter(first.contains)
        for (channel, wait) in all.flatMap(\.later) where !first.contains(channel) {
            later[channel] = later[channel].map { $0.shorter(wait) } ?? wait
        }
    }
}

extension Ways.Wait {
    fileprivate func shorter(_ other: Self) -> Self {
        Self(
            unlessShown: [unlessShown, other.unlessShown].compactMap(\.self).min(),
            unlessAnswered: [unlessAnswered, other.unlessAnswered].compactMap(\.self).min()
        )
    }
}

extension Household {
    /// By which channels a nudge of `ritual` reaches `partner`, and in which order.
    ///
    /// A desktop with `else_after` comes before the other channels, unless the nudge `isUrgent`. With
    /// `awaitsAnswer` the nudge escalates as the ritual or the partner says; where both are silent, what
    /// is urgent and the return of a pause do by the partner's other channels.
    package func ways(
        of ritual: Ritual,
        for partner: Partner,
        isUrgent: Bool,
        awaitsAnswer: Bool
    ) -> Ways {
        let usable = channels(of: ritual, for: partner)
        let escalation = escalation(
            of: ritual,
            partner,
            isPressing: isUrgent || ritual.pause != nil
        )
        guard escalation != nil || channels.contains(where: { $0.elseAfter != nil }) else {
            return Ways(first: usable)
        }
        let named = escalation?.channels ?? []
        var ways = Ways(first: usable.filter { !named.contains($0) })
        if ways.first.isEmpty {
            ways.first = usable
        }
        let desktops = isUrgent ? [:] : waits(of: ways.first)
        if let wait = desktops.values.min() {
            for channel in usable where desktops[channel] == nil {
                ways.later[channel] = Ways.Wait(unlessShown: wait)
            }
            ways.first.removeAll { desktops[$0] == nil }
        }
        guard awaitsAnswer, let escalation, let after = escalation.after else {
            return ways
        }
        let others = escalation.channels.map(Set.init)
        for channel in channels(for: partner)
        where !ways.first.contains(channel) && others?.contains(channel) ?? true {
            ways.later[channel, default: Ways.Wait()].unlessAnswered = after
        }
        return ways
    }

    /// How long the others wait for each of some channels that has `else_after`.
    private func waits(of ids: [String]) -> [String: Duration] {
        var waits: [String: Duration] = [:]
        for channel in channels where ids.contains(channel.id) {
            waits[channel.id] = channel.elseAfter
        }
        return waits
    }

    private func escalation(
        of ritual: Ritual,
        _ partner: Partner,
        isPressing: Bool
    ) -> Escalation? {
        let (own, general) = (ritual.escalation, partner.escalation)
        guard own != nil || general != nil || isPressing else {
            return nil
        }
        // A channel that the ritual itself goes by is not taken from it for the partner's sake.
        let names = general?.channels?.filter { ritual.channels?.contains($0) != true }
        return Escalation(
            channels: own?.channels ?? names,
            after: own?.after ?? general?.after ?? Escalation.usualWait
        )
    }
}
