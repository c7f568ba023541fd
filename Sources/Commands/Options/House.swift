import CivilTime
import ControlAPI
import Household
import PlainText
import Settings

/// The names and the clocks of a house, by which typed words are read.
struct House {
    let names: NamesMessage
    let context: CommandContext

    /// The id of the ritual that is meant; what fits none stays as it is.
    func ritual(_ text: String, wholeOnly: Bool = false) throws -> String {
        let known = names.rituals.map { (id: $0.id, title: $0.title) }
        return try one("ritual", text, known, wholeOnly)
    }

    /// The id of the ritual of which there is a record: one that is kept, or one that was.
    ///
    /// The whole name of one that was comes before a part of one that is.
    func recordedRitual(_ text: String) throws -> String {
        let kept = names.rituals.map { (id: $0.id, title: $0.title) }
        let former = names.former.map { (id: $0.id, title: $0.title) }
        let steps = [(kept, true), (former, true), (kept, false), (former, false)]
        for (known, wholeOnly) in steps
        where NameMatch(text, among: known, wholeOnly: wholeOnly) != .none {
            return try one("ritual", text, known, wholeOnly)
        }
        return text
    }

    func partner(_ text: String) throws -> String { try one("partner", text, names.partners) }

    func channel(_ text: String) throws -> String { try one("channel", text, names.channels) }

    func signal(_ text: String) throws -> String { try one("signal", text, names.signals) }

    /// The title of a ritual of that id.
    func title(of ritual: String) -> String {
        names.rituals.first { $0.id == ritual }?.title ?? ritual
    }

    /// The zone in which a ritual's times are read, or the household's.
    func zone(of ritual: String?) throws -> Zone {
        let name = ritual.flatMap { id in names.rituals.first { $0.id == id }?.zone }
        return try context.zone(named: name ?? names.zone)
    }

    /// A typed time by the clock of a ritual, or of the household.
    func resolve(
        _ time: TypedTime,
        _ leaning: TypedTime.Leaning,
        for ritual: String? = nil
    ) throws -> TimePoint {
        time.resolved(at: context.now(), in: try zone(of: ritual), leaning: leaning)
    }

    /// The date that a typed time names.
    func date(
        _ time: TypedTime,
        _ leaning: TypedTime.Leaning,
        for ritual: String? = nil
    ) throws -> CivilDate {
        try resolve(time, leaning, for: ritual).date(in: try zone(of: ritual))
    }

    private func one(_ noun: String, _ text: String, _ known: [NamesMessage.Named]) throws -> String
    {
        try one(noun, text, known.map { (id: $0.id, title: $0.title) }, false)
    }

    private func one(
        _ noun: String,
        _ text: String,
        _ known: [(id: String, title: String)],
        _ wholeOnly: Bool
    ) throws -> String {
        switch NameMatch(text, among: known, wholeOnly: wholeOnly) {
        case .one(let id): return id
        case .none: return text
        case .several(let ids):
            throw CommandFailure(
                .failed,
                "'\(text.withoutControls)' fits more than one \(noun): "
                    + ids.map(\.withoutControls).joined(separator: ", ")
            )
        }
    }
}

extension CommandContext {
    /// The house that the daemon keeps.
    func house() throws -> House {
        House(names: try ask(.names), context: self)
    }

    /// The house of a config file.
    func house(of household: Household) -> House {
        House(names: NamesMessage(household), context: self)
    }
}
