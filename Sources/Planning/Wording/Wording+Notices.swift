import CivilTime
import Household

// Words for what one partner has changed for the other.

extension Wording {
    /// A move: `Sam moved Date night to Monday 19:00`.
    func moved(by name: String, to start: Instant) -> NudgeText {
        let local = partner.zone.local(at: start)
        let day = Phrase.day(local.date, from: partner.zone.local(at: now).date)
        let plain = day.hasPrefix("on ") ? String(day.dropFirst(3)) : day
        return notice("\(name) moved \(ritual.title) to \(plain) \(local.time.toTheMinute).")
    }

    /// A skip: `Sam skipped Date night on Friday`.
    func skipped(by name: String, _ start: Instant) -> NudgeText {
        notice("\(name) skipped \(ritual.title) \(day(start)).")
    }

    /// A word taken back: `Sam took the move back: Date night is on Friday at 19:00`.
    func takenBack(_ word: String, by name: String, _ start: Instant) -> NudgeText {
        let time = partner.zone.local(at: start).time.toTheMinute
        return notice("\(name) took the \(word) back: \(ritual.title) is \(day(start)) at \(time).")
    }

    /// A hold: `Sam put Date night on hold until Monday 7 December`.
    func held(by name: String, until end: String, isForAll: Bool) -> NudgeText {
        let what = isForAll ? "everything" : ritual.title
        return notice("\(name) put \(what) on hold until \(end).", isForAll: isForAll)
    }

    /// Its end: `Sam took Date night off hold; the next is on Friday at 19:00`.
    func released(by name: String, _ start: Instant, isForAll: Bool) -> NudgeText {
        guard !isForAll else {
            return notice("\(name) took everything off hold.", isForAll: true)
        }
        let time = partner.zone.local(at: start).time.toTheMinute
        let next = "the next is \(day(start)) at \(time)"
        return notice("\(name) took \(ritual.title) off hold; \(next).")
    }

    /// The question whether one of some other times would suit.
    func proposed(
        _ times: [String],
        by name: String?,
        instead start: Instant,
        busy: [String]
    ) -> NudgeText {
        let time = partner.zone.local(at: start).time.toTheMinute
        let verb = busy == ["you"] || busy.count > 1 ? "are" : "is"
        let why = busy.isEmpty ? "" : ", and \(Phrase.list(busy)) \(verb) busy then"
        let stands = "\(ritual.title) is \(day(start)) at \(time)\(why)."
        let choice = Phrase.choice(times)
        return notice(
            name.map { "\(stands) \($0) asks if you would rather have it \(choice)." }
                ?? "\(stands) Would \(choice) suit you?"
        )
    }

    private func notice(_ body: String, isForAll: Bool = false) -> NudgeText {
        NudgeText(title: isForAll ? "A change of plans" : ritual.title, body: body)
    }

    private func day(_ start: Instant) -> String {
        let local = partner.zone.local(at: start)
        return Phrase.day(local.date, from: partner.zone.local(at: now).date)
    }
}
