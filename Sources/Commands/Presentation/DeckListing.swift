import CivilTime
import ControlAPI
import PlainText
import Household

/// `ritualctl deck` for people: a line for each deck in use.
struct DecksListing {
    let decks: [DecksMessage.Row]
    let context: CommandContext

    init(_ message: DecksMessage, _ context: CommandContext) {
        decks = message.decks
        self.context = context
    }

    var lines: [String] {
        guard !decks.isEmpty else {
            return [
                "none of your rituals asks from a deck yet",
                context.style.faint("'ritualctl catalog add meaningful-question' is a beginning"),
            ]
        }
        let rows = decks.map { deck in
            [
                Table.Cell(deck.name, context.style.strong), Table.Cell(counts(deck)),
                Table.Cell(deck.rituals.joined(separator: ", "), context.style.faint),
            ]
        }
        let table = Table([.title, .extra, .extra], rows, in: context)
        return rows.flatMap(table.lines)
            + [context.style.faint("'ritualctl deck NAME' shows one")]
    }

    private func counts(_ deck: DecksMessage.Row) -> String {
        let asked =
            if let asked = deck.asked, let left = deck.left {
                ["\(asked) asked", "\(left) left"]
            } else {
                [CountPhrase.counted(deck.prompts, "prompt")]
            }
        let marks = [
            deck.favourites > 0 ? CountPhrase.counted(deck.favourites, "favourite") : nil,
            deck.never > 0 ? "\(deck.never) never" : nil,
        ]
        return (asked + marks.compactMap(\.self)).joined(separator: ", ")
    }
}

/// `ritualctl deck NAME` for people: favourites, what was asked, what is left, and what never comes again.
struct DeckPage {
    let deck: DeckMessage
    let context: CommandContext

    private var style: Style { context.style }

    var lines: [String] {
        let rituals = Phrase.list(deck.rituals.map(\.withoutControls))
        let heading = style.strong(deck.name.withoutControls) + style.faint("  for \(rituals)")
        guard context.mayShow(deck.sensitivity) else {
            return [
                heading, "its prompts are private: they are shown on a terminal, and by --json",
            ]
        }
        let all = deck.asked + deck.left
        let parts = [
            part("Favourites", all.filter(\.favourite)),
            part("Asked", deck.asked),
            part(deck.isKnown ? "Left" : deck.inOrder ? "In this order" : "Prompts", deck.left),
            part("Never again", deck.never),
        ]
        return [heading] + parts.flatMap(\.self)
    }

    private func part(_ name: String, _ prompts: [DeckMessage.Prompt]) -> [String] {
        guard !prompts.isEmpty else {
            return []
        }
        let rows = prompts.map { prompt in
            [
                Table.Cell("\(prompt.number)", style.faint),
                Table.Cell(prompt.prompt + (prompt.favourite ? " ★" : "")),
                Table.Cell(prompt.asked?.description ?? "", style.faint),
            ]
        }
        let table = Table([.right, .title, .extra], rows, in: context)
        return [style.strong(name)] + rows.flatMap(table.lines)
    }
}

/// What was understood of a prompt, and how to take it back.
struct DeckMarkSentence {
    let mark: DeckMarkMessage
    let context: CommandContext

    var lines: [String] {
        let prompt = "“\(mark.prompt.withoutControls)”"
        let what =
            switch (mark.mark, mark.unchanged) {
            case (.favourite, false): "\(prompt) is a favourite"
            case (.favourite, true): "\(prompt) is a favourite already"
            case (.never, false): "\(prompt) is not asked again"
            case (.never, true): "\(prompt) is not asked any more already"
            case (.again, false): "\(prompt) is asked like any other again"
            case (.again, true): "\(prompt) is asked like any other already"
            }
        let isWord = !mark.unchanged && mark.mark != .again
        return [what] + (isWord ? [context.style.faint("'ritualctl undo' takes it back")] : [])
    }
}
