import CivilTime

/// What a couple's words do to the ladder of an occurrence: which of its stages had their turn
/// before it was moved, and what is to be told again.
///
/// It follows from the words and their times alone, so it is the same after every restart.
struct Retelling {
    /// A stage for a partner.
    private struct Place: Hashable {
        var stage: Stage
        var partner: Int
    }

    private var spent: Set<Place> = []
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

    /// Whether a stage had its turn before the occurrence was moved.
    func isSpent(_ item: Item) -> Bool {
        spent.contains(Place(stage: item.stage, partner: item.partner))
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
        number += isUnderWay ? 1 : 0
    }

    /// Takes a move: what a partner was told before is not told again under the same name.
    ///
    /// Earlier words of *later* are taken back. Where the start had its turn already, the new one is
    /// told as a stage of its own.
    ///
    /// - Parameters:
    ///   - ladder: the stages as they were laid out before.
    ///   - said: when it was moved.
    ///   - isUnderWay: whether it had started by then.
    ///   - partners: everyone it is for.
    mutating func move(
        _ ladder: [Item],
        at said: Instant,
        isUnderWay: Bool,
        _ partners: Range<Int>
    ) {
        for item in ladder where item.due <= said {
            spent.insert(Place(stage: item.stage, partner: item.partner))
        }
        snoozes = [:]
        guard isUnderWay else {
            return
        }
        number += 1
        for partner in partners {
            let awaitsStart = ladder.contains { item in
                item.stage == .start && item.partner == partner && !isSpent(item)
            }
            restarts[partner] = awaitsStart ? nil : number
        }
    }
}
