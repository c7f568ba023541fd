import CivilTime
import Household

/// Which step of a ladder each stage of an occurrence asks for.
///
/// It is the first of those whose time has come that nobody has said was done: while `choose` is open, the time of
/// `book` asks for `choose`. What was asked for three times is let be: it stays open and can be said to be done,
/// and holds up no other. It follows from the ladder and from what was said, so a restart changes nothing.
struct StepAsking {
    private let steps: [Rung]
    private let done: [String: Outcome]
    private let partners: [Partner]

    private static let most = 3

    /// `nil` where the ritual has no steps.
    init?(_ ritual: Ritual, _ partners: [Partner], words: [Outcome]) {
        steps = ritual.ladder.steps
        guard !steps.isEmpty else {
            return nil
        }
        done = words.stepsDone
        self.partners = partners
    }

    /// Notes what each stage asks for, given in the order in which they fall due.
    func fill(_ ladder: inout [LadderStep], start: Instant) {
        var counts = partners.map { _ in steps.map { _ in 0 } }
        var come = partners.map { _ in 0 }
        for index in ladder.indices {
            let stage = ladder[index]
            if let count = stage.preparing.stepsDue {
                come[stage.partner] = max(come[stage.partner], count)
                let next = next(of: count, at: stage.due) { step in
                    counts[stage.partner][step] < most(for: stage.partner)
                }
                if let next {
                    ask(for: next, in: &ladder[index])
                    ladder[index].preparing.isAskedAgain = counts[stage.partner][next] > 0
                    counts[stage.partner][next] += 1
                } else {
                    ladder[index].preparing.moot = reason(of: count, at: stage.due)
                }
            } else if case .snooze = stage.stage, stage.due < start {
                let next = next(of: come[stage.partner], at: stage.due) { _ in true }
                if let next {
                    ask(for: next, in: &ladder[index])
                }
            }
        }
    }

    private func ask(for step: Int, in stage: inout LadderStep) {
        stage.preparing.asks = steps[step].name
        stage.preparing.task = steps[step].task
    }

    private func most(for partner: Int) -> Int {
        partners[partner].tone == .spacious ? 1 : Self.most
    }

    /// The first open one of so many steps.
    private func next(of count: Int, at due: Instant, where isWanted: (Int) -> Bool) -> Int? {
        steps.indices.prefix(count).first { isOpen($0, at: due) && isWanted($0) }
    }

    private func isOpen(_ step: Int, at due: Instant) -> Bool {
        steps[step].name.flatMap { done[$0] }.map { $0.said > due } ?? true
    }

    private func reason(of count: Int, at due: Instant) -> String {
        guard !steps.indices.prefix(count).contains(where: { isOpen($0, at: due) }) else {
            return "asked for often enough"
        }
        let last = steps[count - 1].name.flatMap { done[$0]?.partner }
        return "its step is done" + (last.map { ", said \($0)" } ?? "")
    }
}

extension [Outcome] {
    /// The steps that somebody has said were done, each with the first word that says so.
    var stepsDone: [String: Outcome] {
        var done: [String: Outcome] = [:]
        for word in self where word.undone == nil {
            if case .step(let name) = word.kind, done[name] == nil {
                done[name] = word
            }
        }
        return done
    }
}
