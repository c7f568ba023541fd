import ArgumentParser
import CivilTime
import ControlAPI
import Household
import PlainText

struct UndoCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back what you said last.",
        usage: "ritualctl undo [<ritual>] [<options>]",
        discussion: """
            The last done, skip, snooze, move, timeout, hold, release, moment, deck favourite or deck never is taken back. Nudges that it had cancelled and that \
            are still ahead are scheduled again; those whose time has passed are not told again.

              ritualctl undo                       whatever was said last
              ritualctl undo date-night
              ritualctl undo date-night --occurrence fri --partner sam
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The ritual's id or title, or a part of it.",
            discussion: "Default: the one that was spoken of last.",
            valueName: "ritual"
        ),
        completion: .names(.rituals)
    )
    var words: [String] = []

    @Option(
        name: .customLong("occurrence"),
        help: ArgumentHelp(
            "The scheduled start of the occurrence, such as 2026-01-09T19:00, or its date.",
            discussion: "Default: the one that was spoken of last.",
            valueName: "local"
        )
    )
    var text: String?

    @Option(
        help: ArgumentHelp("Only a word of this partner.", valueName: "id"),
        completion: .names(.partners)
    )
    var partner: String?

    @OptionGroup var common: CommonOptions

    /// How to say again what was taken back.
    private func again(_ undone: UndoMessage) -> String {
        let ritual = undone.ritual.map { " \($0)" } ?? ""
        let words =
            switch undone.undone {
            case .done: "done\(ritual)"
            case .step: "done\(ritual) --step \(undone.step ?? "NAME")"
            case .skipped: "skip\(ritual)"
            case .snoozed: "snooze\(ritual)"
            case .paused: "timeout"
            case .moved: "move\(ritual) TIME"
            case .hold: "hold\(ritual) --until TIME"
            case .release: "release\(ritual)"
            case .moment: "moment …"
            case .favourite, .never: "deck \(undone.undone) \"\(undone.prompt ?? "")\""
            }
        return "'ritualctl \(words.withoutControls)' says it again"
    }

    func validate() throws {
        let occurrence = try OccurrenceName(text)
        guard occurrence.start == nil || !words.isEmpty || occurrence.ritual != nil else {
            throw ValidationError("--occurrence needs its ritual: ritualctl undo RITUAL …")
        }
    }

    func run(in context: CommandContext) throws {
        var request = UndoRequest()
        let occurrence = try OccurrenceName(text)
        let name = words.isEmpty ? occurrence.ritual : words.joined(separator: " ")
        if name != nil || partner != nil {
            let house = try context.house()
            request.ritual = try name.map { try house.ritual($0) }
            request.occurrence = try request.ritual.flatMap {
                try occurrence.occurrence(of: $0, in: house)
            }
            request.partner = try partner.map(house.partner)
        }
        try context.tell(.undo, request) { (undone: UndoMessage) in
            let who = undone.partner.map { " by \($0.withoutControls)" } ?? ""
            let word = undone.step.map { "\($0.withoutControls) done" } ?? "\(undone.undone)"
            let what = "“\(word)”\(who) is taken back"
            if let hold = undone.hold {
                let sentence = HoldSentence(hold: hold, context: context)
                let now = undone.undone == .hold ? "no longer on hold" : "on hold again"
                return [
                    "\(what): \(sentence.what) is \(now)"
                        + (undone.undone == .hold ? "" : " until \(sentence.end)"),
                    context.style.faint(again(undone)),
                ]
            }
            guard undone.undone != .paused else {
                return [
                    "the pause is taken back; nothing more comes of it",
                    context.style.faint(again(undone)),
                ]
            }
            if let own = undone.prompt ?? undone.note, undone.start == nil {
                return ["\(what): “\(own.onOneLine)”", context.style.faint(again(undone))]
            }
            guard let start = undone.start, let state = undone.state else {
                return [what]
            }
            let moment = context.relativeTime(in: start.zone).moment(of: start)
            let title = undone.title?.withoutControls ?? ""
            return [
                "\(title), \(moment): \(what); it is \(StateWord.of(state))",
                context.style.faint(again(undone)),
            ]
        }
    }
}
