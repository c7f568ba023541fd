import CivilTime
import ControlAPI
import Household
import PlainText

/// How the steps of what is to be prepared stand, in words.
enum StepWords {
    /// `choose done, book open, pack on Tue 24 Feb`: what is done, what is open, and what comes next.
    static func line(_ steps: [StepMessage], _ relative: RelativeTime) -> String? {
        let known = steps.filter { $0.state != .ahead }.map { step in
            "\(step.step.withoutControls) \(step.state.rawValue)"
        }
        let words = known + [next(steps, relative)].compactMap(\.self)
        return words.isEmpty ? nil : "steps: \(words.joined(separator: ", "))"
    }

    /// `pack on Tue 24 Feb`: the first whose time has yet to come.
    static func next(_ steps: [StepMessage], _ relative: RelativeTime) -> String? {
        steps.first { $0.state == .ahead }.map { step in
            let local = relative.zone.local(at: step.due)
            return "\(step.step.withoutControls) from \(relative.day(local.date)) on"
        }
    }

    /// What is open, each with what it is for.
    static func open(_ steps: [StepMessage]) -> [StepMessage] { steps.filter { $0.state == .open } }
}

/// When a ritual begins that waits for kept weeks.
enum WaitingWords {
    /// `begins after 4 kept weeks, 2 so far`, or `begins on Fri 6 Feb, after 4 kept weeks`.
    static func line(_ waits: WaitingMessage, _ relative: RelativeTime) -> String {
        let weeks = CountPhrase.counted(waits.weeks, "kept week")
        guard let begins = waits.begins else {
            return "begins after \(weeks), \(waits.kept) so far"
        }
        return "begins \(relative.day(begins)), after \(weeks)"
    }
}
