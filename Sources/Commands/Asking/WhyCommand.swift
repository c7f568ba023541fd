import ArgumentParser
import CivilTime
import ControlAPI

struct WhyCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "What was decided about an occurrence, and why.",
        usage: "ritualctl why <ritual> [<date>] [<options>]",
        discussion: """
            Every step of the nudge ladder gets exactly one decision: fired, late, coalesced, \
            absorbed, held, expired or cancelled, always with a reason. This shows them in order, \
            with what you said, what became of each delivery and what is still to come.

              ritualctl why date-night 2026-01-09
              ritualctl why check-in               the last one there is something to say about
            """
    )

    @Argument(help: "The ritual's id, as 'ritualctl upcoming' shows it.")
    var ritual: String

    @Argument(help: "The date of its scheduled start, such as 2026-01-09.")
    var date: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard let date else {
            return
        }
        do {
            _ = try CivilDate(parsing: date)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        let style = Style(common, in: surroundings)
        let query = WhyQuery(ritual: ritual, date: date)
        let why = try link.ask(.why, query.items, for: WhyMessage.self)
        try surroundings.noteCut(why.occurrences.count, "the # nearest to now are shown")
        try surroundings.show(why, common) { why in
            WhyTimeline(why: why, style: style, surroundings: surroundings).lines
        }
    }
}
