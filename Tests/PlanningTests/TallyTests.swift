import Planning
import Testing

struct TallyTests {
    struct Case: CustomTestStringConvertible {
        var states: [OccurrenceState]
        var done: Int
        var counted: Int
        var percent: Int?
        var streak: Int
        var longest: Int

        init(
            _ states: [OccurrenceState],
            _ done: Int,
            of counted: Int,
            _ percent: Int?,
            streak: Int,
            longest: Int
        ) {
            self.states = states
            self.done = done
            self.counted = counted
            self.percent = percent
            self.streak = streak
            self.longest = longest
        }

        var testDescription: String { states.map(\.rawValue).joined(separator: " ") }
    }

    @Test(arguments: [
        Case([], 0, of: 0, nil, streak: 0, longest: 0),
        Case([.done, .done, .done], 3, of: 3, 100, streak: 3, longest: 3),
        Case([.missed], 0, of: 1, 0, streak: 0, longest: 0),
        Case([.done, .done, .missed, .done], 3, of: 4, 75, streak: 1, longest: 2),
        Case([.done, .missed], 1, of: 2, 50, streak: 0, longest: 1),
        // A hold, an agreed skip, a long absence and a bigger ritual break nothing.
        Case([.done, .held, .done], 2, of: 2, 100, streak: 2, longest: 2),
        Case([.done, .skipped, .done], 2, of: 2, 100, streak: 2, longest: 2),
        Case([.done, .expired, .absorbed, .done], 2, of: 2, 100, streak: 2, longest: 2),
        Case([.done, .done, .open, .now, .ahead, .moved], 2, of: 2, 100, streak: 2, longest: 2),
        Case([.held, .skipped, .open], 0, of: 0, nil, streak: 0, longest: 0),
        // All and none are said only where they are true.
        Case(
            Array(repeating: .done, count: 999) + [.missed],
            999,
            of: 1_000,
            99,
            streak: 0,
            longest: 999
        ),
        Case(
            [.done] + Array(repeating: .missed, count: 999),
            1,
            of: 1_000,
            1,
            streak: 0,
            longest: 1
        ),
        Case([.done, .done, .missed], 2, of: 3, 67, streak: 0, longest: 2),
    ])
    func `what counts is counted, and what does not breaks no streak`(given: Case) {
        let tally = Tally(given.states)
        #expect(tally.done == given.done)
        #expect(tally.counted == given.counted)
        #expect(tally.percent == given.percent)
        #expect(tally.streak == given.streak)
        #expect(tally.longest == given.longest)
    }

    @Test(arguments: [
        ([OccurrenceState.held], Tally.Share.nothing), ([.done, .held], .all),
        ([.done, .missed], .some), ([.missed, .skipped], Tally.Share.none),
    ])
    func `a day is kept in whole, in part or not at all`(
        states: [OccurrenceState],
        share: Tally.Share
    ) {
        #expect(Tally(states).share == share)
    }
}
