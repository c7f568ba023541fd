package import CivilTime
package import Household

/// What a household keeps beside its occurrences: the jar of good moments, and what was said of prompts.
package struct Keepsakes: Sendable {
    /// So many moments are taken in a day.
    package static let mostMoments = 100
    /// So many marks of prompts are kept, with those that were taken back.
    package static let mostMarks = 10_000

    /// Something with how many outcomes had been said before it; more than any where that is not known.
    private struct Placed<Value: Hashable & Sendable>: Sendable {
        var value: Value
        var place: Int
    }

    private var jar: [Placed<Moment>]
    private var placedMarks: [Placed<PromptMark>]

    package static let none = Keepsakes()

    init(moments: [Moment] = [], marks: [PromptMark] = []) {
        jar = moments.map { Placed(value: $0, place: .max) }
        placedMarks = marks.map { Placed(value: $0, place: .max) }
    }

    /// The moments in the order in which they were kept.
    package var moments: [Moment] { jar.map(\.value) }

    /// The marks in the order in which they were said, those that were taken back too.
    package var marks: [PromptMark] { placedMarks.map(\.value) }

    /// The mark of that kind that a prompt has.
    package func mark(_ kind: PromptMark.Kind, of prompt: String, in deck: String) -> PromptMark? {
        marks.last { $0.kind == kind && $0.undone == nil && $0.isAbout(prompt, of: deck) }
    }

    /// Whether another moment would be taken at `now`.
    package func hasRoomForMoment(at now: Instant) -> Bool {
        jar.count { $0.value.said > now - .seconds(86_400) } < Self.mostMoments
    }

    package var hasRoomForMark: Bool { placedMarks.count < Self.mostMarks }

    mutating func add(_ moment: Moment, after place: Int) {
        jar.append(Placed(value: moment, place: place))
    }

    /// Takes a moment out of the jar; returns whether it was there.
    mutating func remove(_ moment: Moment) -> Bool {
        guard let index = jar.lastIndex(where: { $0.value == moment }) else {
            return false
        }
        jar.remove(at: index)
        return true
    }

    mutating func add(_ mark: PromptMark, after place: Int) {
        placedMarks.append(Placed(value: mark, place: place))
    }

    /// Takes a mark back; returns it as it is now, or `nil` where it does not stand.
    mutating func takeBack(_ mark: PromptMark, at instant: Instant) -> PromptMark? {
        guard
            let index = placedMarks.lastIndex(where: { $0.value == mark && $0.value.undone == nil })
        else {
            return nil
        }
        placedMarks[index].value.undone = instant
        return placedMarks[index].value
    }

    /// The last moment, of a partner alone where one is named, and how many outcomes had been said before it.
    func lastMoment(by partner: String?) -> (moment: Moment, place: Int)? {
        jar.last { partner == nil || $0.value.partner == partner }.map { ($0.value, $0.place) }
    }

    /// The same of the marks that stand.
    func lastMark(by partner: String?) -> (mark: PromptMark, place: Int)? {
        placedMarks.last {
            $0.value.undone == nil && (partner == nil || $0.value.partner == partner)
        }.map { ($0.value, $0.place) }
    }
}
