import CivilTime
import ControlAPI
import Delivery
import Household
import PlainText
import Planning

/// `ritualctl watch` for people: one line an event.
struct EventLine {
    let event: EventMessage
    let relative: RelativeTime
    let style: Style

    var text: String {
        let now = relative.zone.local(at: relative.now).time
        let second = now.secondOfDay % 60
        let time = "\(now.toTheMinute):\(second < 10 ? "0" : "")\(second)"
        return "\(style.faint(time))  \(event.name.fitted(to: 8))  \(words.withoutControls)"
    }

    private var words: String {
        switch event {
        case .decision(let decision):
            "\(decision.occurrence.ritual): \(decision.stage) for \(decision.partner) "
                + "\(decision.decision.rawValue), \(decision.reason)"
        case .delivery(let delivery): words(delivery)
        case .word(let word): words(word)
        case .hold(let hold):
            "\(hold.title ?? "everything") is on hold until \(relative.moment(hold.until))"
        case .config(let config):
            "a config was taken: "
                + CountPhrase.household(rituals: config.rituals, partners: config.partners)
        }
    }

    private func words(_ delivery: DeliveryMessage) -> String {
        let detail = delivery.detail.map { " (\($0))" } ?? ""
        let state = delivery.held == nil ? delivery.state.rawValue : "held"
        let time = delivery.held == nil ? delivery.nextAttempt : nil
        let next = time.map { ", next \(relative.moment($0))" } ?? ""
        return
            "\(delivery.title) for \(delivery.partners.joined(separator: " and ")) by \(delivery.channel): "
            + "\(state)\(detail)\(next)"
    }

    private func words(_ word: WordMessage) -> String {
        let start = word.occurrence.start
        let when = "\(relative.day(start.date)) \(start.time.toTheMinute)"
        let who = word.said.partner.map { ", says \($0)" } ?? ""
        let note = word.said.note.map { ": “\($0)”" } ?? ""
        let said = word.said.step.map { "\($0) done" } ?? "\(word.said.outcome)"
        let what = word.undone ? "\(said) taken back" : said
        return "\(word.title), \(when): \(what)\(who)\(note)"
    }
}
