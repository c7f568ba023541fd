package import Household
import Planning

/// Which part of a household's rituals a calendar has, and how much of them it shows.
package struct CalendarChoice: Hashable, Sendable {
    /// Only what is for this partner.
    package var partner: String?
    /// Only these rituals; all where it is empty.
    package var rituals: [String]
    package var show: Channel.Show
    /// Whether events ring by the ladders of their rituals.
    package var alarms: Bool

    package init(
        partner: String? = nil,
        rituals: [String] = [],
        show: Channel.Show = .titles,
        alarms: Bool = false
    ) {
        self.partner = partner
        self.rituals = rituals
        self.show = show
        self.alarms = alarms
    }

    /// The rituals that the calendar has, in the order of the config.
    func rituals(of household: Household) -> [Ritual] {
        household.rituals.filter { ritual in
            ritual.isEnabled && (rituals.isEmpty || rituals.contains(ritual.id))
                && (partner.map { id in household.partners(of: ritual).contains { $0.id == id } }
                    ?? true)
        }
    }
}

/// What the names of events are made with: they stay the same for as long as the state directory.
package struct CalendarIdentity: Sendable {
    /// A name that no other household has.
    let household: String
    private let token: @Sendable (String) -> String

    /// Makes it of a function that gives a text a token, always the same one, by a secret of the
    /// household.
    package init(token: @escaping @Sendable (String) -> String) {
        self.token = token
        household = String(token("calendar").prefix(16))
    }

    /// Whether a UID was made here.
    package func made(_ uid: String) -> Bool {
        uid.hasSuffix("@\(household).rituald")
    }

    /// The UID of what has that name; where it must not be told, a token of it.
    func uid(_ name: String, isShown: Bool) -> String {
        "\(isShown ? name : token(name))@\(household).rituald"
    }
}
