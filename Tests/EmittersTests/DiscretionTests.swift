import CivilTime
import Household
import Planning
import Testing

@testable import Emitters

/// How much of a nudge is seen, by its ritual and by the channel.
@Suite struct `What a channel shows` {
    struct Case: Sendable, CustomTestStringConvertible {
        var show: Channel.Show
        var sensitivity: Sensitivity
        var words: [String?]
        var isNamed: Bool

        var testDescription: String { "\(sensitivity) where \(show) is shown" }
    }

    private static let whole = ["Check-in", "Ten minutes, phones away.", "What was good today?"]
    private static let purpose = ["Check-in", "It is on Friday 9 January at 20:30.", nil]
    private static let neutral = ["A reminder", "", nil]
    private static let moment = ["A moment for the two of you", "Friday 9 January at 20:30", nil]

    static let table = [
        Case(show: .all, sensitivity: .public, words: whole, isNamed: true),
        Case(show: .all, sensitivity: .private, words: purpose, isNamed: true),
        Case(show: .all, sensitivity: .secret, words: neutral, isNamed: false),
        Case(show: .titles, sensitivity: .public, words: purpose, isNamed: true),
        Case(show: .titles, sensitivity: .private, words: purpose, isNamed: true),
        Case(show: .titles, sensitivity: .secret, words: neutral, isNamed: false),
        Case(show: .discreet, sensitivity: .public, words: moment, isNamed: false),
        Case(show: .discreet, sensitivity: .private, words: moment, isNamed: false),
        Case(show: .discreet, sensitivity: .secret, words: moment, isNamed: false),
    ]

    /// A reminder three days ahead.
    private func reminder(_ sensitivity: Sensitivity) throws -> Nudge {
        var reminder = try nudge(stage: .lead(Span(days: 3)), sensitivity: sensitivity)
        reminder.due = reminder.due - .seconds(3 * 86_400)
        return reminder
    }

    @Test(arguments: table) func `is a cell of the table`(_ one: Case) throws {
        let sent = try reminder(one.sensitivity)
        // Also where it was decided before the ritual became so.
        for (decided, known) in [(one.sensitivity, Sensitivity.public), (.public, one.sensitivity)]
        {
            var decided = try reminder(decided)
            decided.title = sent.title
            let shown = discretion(one.show, in: house(["check-in": known])).shown(decided)
            #expect([shown.title, shown.body, shown.prompt] == one.words)
            #expect(shown.actions == (one.isNamed ? sent.actions : []))
            #expect((shown.key == sent.key && shown.id == sent.id) == one.isNamed)
            let json = String(decoding: try shown.json(), as: UTF8.self)
            for id in ["check-in", "lead", sent.id] {
                #expect(json.contains(id) == one.isNamed, "\(id) in \(json)")
            }
            // Of the times of a secret one only that at which it is told.
            let isTimed = one.words == Self.neutral
            #expect(json.contains("2026-01-09T20:30") == !isTimed, "\(json)")
        }
    }

    static let purposes: [(Stage, String)] = [
        (.start, "It is time."), (.end, "Its time is over."),
        (.snooze(1), "You asked for it later."),
        (.notice(1), "The plan has changed: ritualctl upcoming"),
        (.followUp, "It was to be on Friday 9 January at 20:30. Did it happen?"),
        (.nag(2), "Still open: did it happen?"),
        (.digest, "Some came due meanwhile: ritualctl today"),
    ]

    @Test(arguments: purposes)
    func `says of a private nudge what it is for, in words that stay true`(
        _ stage: Stage,
        _ words: String
    ) throws {
        let shown = discretion().shown(try nudge(stage: stage, sensitivity: .private))
        #expect([shown.title, shown.body, shown.prompt] == ["Check-in", words, nil])
    }

    @Test func `the question after a pause is told from one that waits for an answer`() throws {
        var question = try nudge(stage: .followUp, sensitivity: .private)
        question.actions = []
        #expect(discretion().shown(question).body.hasSuffix("Did it happen?"))
        question.title = "What was it really about?"
        #expect(
            discretion().shown(question).body
                == "A question to think over; no answer is waited for."
        )
    }

    @Test(arguments: [
        (1, "A moment for you"), (2, "A moment for the two of you"), (3, "A moment for all of you"),
    ])
    func `counts those whom it is for`(_ partners: Int, _ title: String) throws {
        let discretion = discretion(.discreet, in: house(partners: partners))
        #expect(discretion.shown(try nudge()).title == title)
    }

    @Test func `is two things where two rituals are told at one time`() throws {
        let discretion = discretion(.discreet)
        let shown = try [Stage.start, .followUp].map { discretion.shown(try nudge(stage: $0)) }
        #expect(shown[0].id != shown[1].id)
    }

    @Test(arguments: [Nudge.testRitual, Nudge.ledgerNotice, "channel-off-phone"], [false, true])
    func `is all of what the daemon says of itself, and of no ritual of that name`(
        _ name: String,
        _ isRitual: Bool
    ) throws {
        var sent = try nudge()
        sent.ritual = name
        let household = house(isRitual ? [name: .public] : [:])
        let shown = discretion(.discreet, in: household).shown(sent)
        #expect((shown == sent) == !isRitual)
    }
}
