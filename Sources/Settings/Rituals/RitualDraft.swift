import Household

/// A ritual as read, with the names it gives that are still to be checked.
struct RitualDraft {
    var ritual: Ritual
    /// Where its id, or else its table, is written.
    var place: TextPosition
    /// The path of its table, such as `ritual[date-night]`.
    var path: String
    /// Where its schedule is written; warnings about when it falls are reported there.
    var schedulePlace: TextPosition
    /// Where its own flex is written, if it has one.
    var flexPlace: TextPosition?
    /// Whether its table or a template says of what kind it is; a plan always does.
    var isKindGiven = true
    /// Whether it waits for a signal; a schedule with an error in it is still a schedule.
    var isOnSignal = false
    /// What it leaves out of its schedule and has beside it.
    var exceptions = Exceptions()
    var absorbedBy: [Located<String>] = []
    /// The rituals that are silent while it lasts.
    var quiets: [Located<String>] = []
    var audience = Audience()

    /// The path and place of its schedule.
    var schedule: Located<Void> {
        Located(value: (), position: schedulePlace, key: "\(path).schedule")
    }
}

/// For whom a ritual or plan is and by which channels it speaks, as a config names them.
struct Audience {
    var partners: [Located<String>]?
    var channels: [Located<String>]?
    /// The channels that it goes by where nobody answers.
    var fallbacks: [Located<String>] = []

    init() {}

    init(reading table: TableReader) {
        partners = table.names("partners", of: "partner ids")
        channels = table.names("channels", of: "channel names")
        for (key, names) in [("partners", partners), ("channels", channels)] {
            if let names, names.isEmpty, let node = table.node(key), node.value.isEmptyList {
                table.findings.warning("names none, so nobody is told", at: node)
            }
        }
    }

    func apply(to ritual: inout Ritual) {
        ritual.partners = partners?.map(\.value) ?? ritual.partners
        ritual.channels = channels?.map(\.value) ?? ritual.channels
    }
}
