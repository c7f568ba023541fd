package import CivilTime
package import Household

/// Searches for the times at which something could be that everyone is free and awake.
///
/// `docs/design/free-times.md` says what is possible and what is proposed.
package struct FreeTimeSearch: Sendable {
    /// Somebody who is to be there.
    package struct Person: Sendable {
        package var name: String
        package var zone: Zone
        package var quietHours: QuietHours?
        package var busy: BusyTimes
        /// How long before and after a busy time they are not free either.
        package var buffer: Duration

        package init(
            name: String,
            zone: Zone,
            quietHours: QuietHours? = nil,
            busy: BusyTimes = BusyTimes([]),
            buffer: Duration = .zero
        ) {
            self.name = name
            self.zone = zone
            self.quietHours = quietHours
            self.busy = busy
            self.buffer = buffer
        }
    }

    /// What is at a time already, and may not be passed over.
    package struct Taken: Sendable {
        package var title: String
        package var time: Range<Instant>

        package init(title: String, time: Range<Instant>) {
            self.title = title
            self.time = time
        }
    }

    package var people: [Person]
    package var taken: [Taken] = []
    /// The days of rest, on which nothing begins.
    package var rests = Rests()
    /// The zone in which dates and times of day are read.
    package var zone: Zone
    /// The time of day that is tried first.
    package var usual: ClockTime
    package var length: Duration
    /// The starts that are possible at all.
    package var window: Range<Instant>
    /// Where it stands now: no proposal.
    package var current: Instant?

    package init(
        people: [Person],
        zone: Zone,
        usual: ClockTime,
        length: Duration,
        window: Range<Instant>
    ) {
        self.people = people
        self.zone = zone
        self.usual = usual
        self.length = length
        self.window = window
    }

    /// The distance between two starts that are tried.
    static let step = 15 * 60
    /// What lasts so long has nights in it: only its start must lie in the day.
    static let overnight = Duration.seconds(12 * 3_600)

    /// The first dates that have a free start, one start each, in order.
    package func proposals(atMost count: Int = 3) -> [Proposal] {
        var found: [Proposal] = []
        var date = zone.local(at: window.lowerBound).date
        // The last second of the window may lie on a date that `upperBound` is not on.
        let last = zone.local(at: window.upperBound).date
        while date <= last, found.count < count {
            if let proposal = proposal(on: date) {
                found.append(proposal)
            }
            guard date < .latest else {
                break
            }
            date = date.adding(days: 1)
        }
        return found
    }

    /// The free start of a date that is nearest to the usual time of day.
    private func proposal(on date: CivilDate) -> Proposal? {
        let usually = instant(date, usual.secondOfDay)
        for second in seconds {
            guard let start = instant(date, second), isPossible(start) else {
                continue
            }
            let shift = second - usual.secondOfDay
            return Proposal(
                start: ZonedTime(instant: start, zone: zone),
                shift: .seconds(shift),
                obstacle: shift == 0 ? nil : usually.flatMap(obstacle)
            )
        }
        return nil
    }

    /// The seconds of the day that are tried, those nearest to the usual one first.
    private var seconds: [Int] {
        let day = 86_400
        let least = -(usual.secondOfDay / Self.step)
        let most = (day - 1 - usual.secondOfDay) / Self.step
        return (least...most).sorted { (abs($0), $0) < (abs($1), $1) }
            .map { usual.secondOfDay + $0 * Self.step }
    }

    /// The instant of a time of day; `nil` where the clock skips it.
    private func instant(_ date: CivilDate, _ second: Int) -> Instant? {
        switch zone.resolve(CivilDateTime(date, ClockTime(secondOfDay: second))) {
        case .unique(let instant): instant
        case .fold(let first, _): first
        case .gap: nil
        }
    }

    private func isPossible(_ start: Instant) -> Bool {
        window.contains(start) && start != current && obstacle(at: start) == nil
    }

    /// The first thing that stands against a start.
    private func obstacle(at start: Instant) -> Proposal.Obstacle? {
        let time = start..<(start + max(length, .seconds(60)))
        for person in people {
            let wide = (time.lowerBound - person.buffer)..<(time.upperBound + person.buffer)
            if person.busy.touch(wide) {
                return .busy(person.name)
            }
        }
        for person in people where !isAwake(person, time) {
            return .quietHours(person.name)
        }
        if let rest = rests.rest(at: start) {
            return .taken(rest.label)
        }
        return taken.first { $0.time.overlaps(time) }.map { .taken($0.title) }
    }

    private func isAwake(_ person: Person, _ time: Range<Instant>) -> Bool {
        guard let window = person.quietHours?.window else {
            return true
        }
        let asked =
            length >= Self.overnight ? time.lowerBound..<(time.lowerBound + .seconds(1)) : time
        return !person.zone.entries(of: window, during: asked).contains { instant in
            window.contains(person.zone.local(at: instant).time)
        }
    }
}

extension Zone {
    /// The instants of a span at which the clock can come to be inside a window: its first, each at which the
    /// clock shows the window's start, and each at which the clock jumps.
    fileprivate func entries(of window: ClockWindow, during time: Range<Instant>) -> [Instant] {
        var instants = [time.lowerBound]
        var change = nextTransition(after: time.lowerBound)
        while let instant = change, time.contains(instant) {
            instants.append(instant)
            change = nextTransition(after: instant)
        }
        let last = local(at: time.upperBound).date.adding(days: 1)
        var date = local(at: time.lowerBound).date.adding(days: -1)
        while date <= last {
            switch resolve(CivilDateTime(date, window.start)) {
            case .unique(let instant): instants.append(instant)
            case .fold(let first, let second): instants += [first, second]
            // The jump over it is one of the changes.
            case .gap: break
            }
            date = date.adding(days: 1)
        }
        return instants.filter(time.contains)
    }
}
