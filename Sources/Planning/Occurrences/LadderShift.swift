import CivilTime
import Household

/// How *later* and moves shift the ladder of an occurrence: which stages are spent, and which are told again.
///
/// A stage that was due before a move and lies ahead after it is told again as `STAGE+N`, N being the number of
/// the move. The start is told again as `snooze:N`, to all partners who had been told.
///
/// The shift follows from the outcomes and their times alone, so a restart changes nothing.
struct LadderShift {
    /// A stage for a partner.
    private struct Place: Hashable {
        var stage: Stage
        var partner: Int
    }

    private var spent: Set<Place> = []
    /// The stages that are told again, and the number of the move that has them told.
    private var again: [Place: Int] = [:]
    private var moves = 0
    /// The last *later* of each partner.
    private var snoozes: [Int: (number: Int, due: Instant)] = [:]
    /// The partners who are told the start again, because it was moved after they had been told.
    private var restarts: [Int: Int] = [:]
    private var number = 0

    /// What is to be told again: for whom, as which stage, and when; `nil` means at the start.
    var wanted: [(partner: Int, stage: Stage, due: Instant?)] {
        restarts.map { ($0.key, .snooze($0.value), nil) }
            + snoozes.map { ($0.key, .snooze($0.value.number), $0.value.due) }
    }

    /// Whether the ladder is as it was laid out.
    var isEmpty: Bool { spent.isEmpty && again.isEmpty }

    /// A stage of the ladder under its present name, or `nil` where it had its turn.
    func current(_ step: LadderStep) -> LadderStep? {
        let place = Place(stage: step.stage, partner: step.partner)
        guard let number = again[place] else {
            return spent.contains(place) ? nil : step
        }
        var step = step
        step.stage = .again(step.stage, number)
        return step
    }

    /// Takes a *later*: the last word of each partner is the one that counts.
    mutating func snooze(_ until: Instant, for partners: [Int]) {
        number += 1
        for partner in partners {
            snoozes[partner] = (number, until)
        }
    }

    /// Notes a move that was taken back: it keeps its number, so that those after it keep theirs.
    mutating func passOver(isUnderWay: Bool) {
        moves += 1
        number += isUnderWay ? 1 : 0
    }

    /// Takes a move: what a partner was told before is not told again under the same name.
    ///
    /// Earlier words of *later* are taken back. Where the start had its turn already, the new one is
    /// told as a stage of its own, and so is every other stage that has a time ahead again.
    ///
    /// - Parameters:
    ///   - ladder: the stages as they were laid out before, by their first names.
    ///   - moved: the same at the new time.
    ///   - said: when it was moved.
    ///   - isUnderWay: whether it had started by then.
    ///   - partners: everyone it is for.
    mutating func move(
        from ladder: [LadderStep],
        to moved: [LadderStep],
        at said: Instant,
        isUnderWay: Bool,
        _ partners: Range<Int>
    ) {
        moves += 1
        for step in ladder where step.due <= said && current(step) != nil {
            let place = Place(stage: step.stage, partner: step.partner)
            spent.insert(place)
            again[place] = nil
        }
        for step in moved where step.due > said && step.stage != .start && current(step) == nil {
            again[Place(stage: step.stage, partner: step.partner)] = moves
        }
        snoozes = [:]
        guard isUnderWay else {
            return
        }
        number += 1
        for partner in partners {
            let awaitsStart = ladder.contains { step in
                step.stage == .start && step.partner == partner && current(step) != nil
            }
            restarts[partner] = awaitsStart ? nil : number
        }
    }
}
