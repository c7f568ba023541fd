import CivilTime
import Recurrence

/// Looks for exceptions of a schedule that change nothing, or contradict one another.
struct ExceptionCheck {
    let schedule: Schedule
    let zone: Zone
    let findings: Findings

    func check(_ exceptions: Exceptions) {
        guard case .excepting(let excepted) = schedule else {
            return
        }
        for exception in exceptions.except {
            switch exception.value {
            case .date(let date):
                if !excepted.base.falls(on: date, in: zone) {
                    findings.warning(
                        "nothing falls on \(date), so nothing is left out",
                        at: exception
                    )
                }
            case .start(let start):
                if !happens(excepted.base, at: start) {
                    findings.warning(
                        "nothing begins at \(start.short), so nothing is left out",
                        at: exception
                    )
                }
            }
        }
        for addition in exceptions.also {
            check(addition, excepted)
        }
    }

    private func check(_ addition: Located<CivilDateTime>, _ excepted: ExceptedSchedule) {
        let start = addition.value
        let instant = zone.instant(of: start)
        let isLeftOut = excepted.exceptions.contains { exception in
            if case .start(let other) = exception {
                zone.instant(of: other) == instant
            } else {
                false
            }
        }
        if isLeftOut {
            findings.error("\(start.short) is in 'except' too", at: addition)
        } else if happens(excepted.base, at: start) {
            let isDateOut = excepted.exceptions.contains(.date(start.date))
            findings.warning(
                isDateOut
                    ? "the schedule has \(start.short) itself, and 'except' leaves its date out; "
                        + "without both it takes place as well"
                    : "the schedule has \(start.short) already",
                at: addition
            )
        }
    }

    private func happens(_ base: Schedule, at start: CivilDateTime) -> Bool {
        let instant = zone.instant(of: start)
        return base.next(in: zone, after: instant - .seconds(1))?.instant == instant
    }
}
