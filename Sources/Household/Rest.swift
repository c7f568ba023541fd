package import CivilTime
package import Recurrence

/// A time of rest: nothing is told in it, and nothing that falls into it counts.
package struct Rest: Hashable, Sendable {
    package enum Time: Hashable, Sendable {
        /// The local dates on which a schedule falls, each of them whole.
        case rule(Schedule)
        /// Local dates, each of them whole.
        case dates(Set<CivilDate>)
        /// Stretches of time, in order, none of which touches another.
        case spans([Range<Instant>])
    }

    /// What it is called, such as `Shabbat`.
    package var label: String
    package var time: Time
    /// The zone whose dates they are.
    package var zone: Zone

    /// What a rest is called that has no name.
    package static let unnamed = "a rest day"

    package init(label: String = Rest.unnamed, _ time: Time, in zone: Zone) {
        self.label = label
        self.time = time
        self.zone = zone
    }

    /// A rest in all of some stretches of time, in any order.
    package init(label: String = Rest.unnamed, spans: [Range<Instant>], in zone: Zone) {
        var joined: [Range<Instant>] = []
        for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, span.lowerBound <= last.upperBound {
                let end = max(last.upperBound, span.upperBound)
                joined[joined.count - 1] = last.lowerBound..<end
            } else {
                joined.append(span)
            }
        }
        self.init(label: label, .spans(joined), in: zone)
    }

    /// The end of the rest that an instant lies in, as far as its own date goes; `nil` where it lies in none.
    func end(at instant: Instant) -> Instant? {
        let date = zone.local(at: instant).date
        switch time {
        case .rule(let schedule):
            return schedule.falls(on: date, in: zone) ? zone.midnight(after: instant) : nil
        case .dates(let dates):
            return dates.contains(date) ? zone.midnight(after: instant) : nil
        case .spans(let spans):
            let next = spans.firstIndex(after: instant)
            return next > 0 && spans[next - 1].contains(instant) ? spans[next - 1].upperBound : nil
        }
    }
}

/// All the times of rest of a household, or of a ritual that they touch.
package struct Rests: Hashable, Sendable {
    package var all: [Rest]

    /// The most dates in a row that are looked at.
    private static let mostDays = 400

    package init(_ all: [Rest] = []) {
        self.all = all
    }

    package var isEmpty: Bool { all.isEmpty }

    /// The first rest that an instant lies in, or `nil`.
    package func rest(at instant: Instant) -> Rest? {
        all.isEmpty ? nil : all.first { $0.end(at: instant) != nil }
    }

    /// Returns `instant` itself where it lies in no rest, else the instant at which all that follow one another end.
    package func deferring(_ instant: Instant) -> Instant {
        var found = instant
        for _ in 0..<Self.mostDays {
            guard let end = all.compactMap({ $0.end(at: found) }).max() else {
                break
            }
            found = end
        }
        return found
    }
}

extension [Range<Instant>] {
    /// The index of the first stretch that begins after an instant.
    fileprivate func firstIndex(after instant: Instant) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].lowerBound <= instant {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

extension Household {
    /// The times of rest that touch a ritual: none where it says so, nor a pause, which people call themselves.
    package func rests(of ritual: Ritual) -> Rests {
        ritual.rests && ritual.pause == nil ? rests : Rests()
    }
}

extension Partner {
    /// The first instant from `instant` on that lies outside their quiet hours and the rests.
    ///
    /// - Parameters:
    ///   - instant: when they would be told otherwise.
    ///   - isUrgent: whether quiet hours are passed through; rests are not.
    ///   - rests: those that touch the ritual.
    /// - Returns: that instant; `instant` itself where it lies outside of both.
    package func wakes(at instant: Instant, isUrgent: Bool = false, _ rests: Rests) -> Instant {
        let quiet = isUrgent ? nil : quietHours
        var found = quiet?.deferring(instant, in: zone) ?? instant
        guard !rests.isEmpty else {
            return found
        }
        // A rest ends at midnight, inside most quiet hours, and quiet hours may end in a rest.
        for _ in 0..<8 {
            let rested = rests.deferring(found)
            guard rested > found else {
                break
            }
            found = quiet?.deferring(rested, in: zone) ?? rested
        }
        return found
    }
}

extension Zone {
    /// The first instant after `instant` at which the clock shows the midnight that ends its date.
    fileprivate func midnight(after instant: Instant) -> Instant {
        let tomorrow = CivilDateTime(local(at: instant).date.adding(days: 1), .midnight)
        switch resolve(tomorrow) {
        case .unique(let midnight): return max(midnight, instant + .seconds(1))
        case .fold(let first, let second):
            return first > instant ? first : max(second, instant + .seconds(1))
        case .gap(let before, _):
            let jump = nextTransition(after: instant).map { min($0, before) } ?? before
            return max(jump, instant + .seconds(1))
        }
    }
}
