import CivilTime

/// One element of a field of a calendar expression: a number, a range, or steps from a number.
struct CalendarComponent: Hashable, Sendable, Comparable {
    let start: Int
    var stop: Int?
    var step: Int?

    /// Returns the element in the canonical form of systemd: a range ends at its last step.
    var normalized: CalendarComponent {
        var result = self
        if let stop, let step, stop > start { result.stop = stop - (stop - start) % step }
        if let stop = result.stop, stop == start {
            result.stop = nil
            result.step = nil
        }
        return result
    }

    /// Says whether the element includes a value; steps without an end go on for ever.
    func contains(_ value: Int) -> Bool {
        guard value >= start else { return false }
        guard value <= stop ?? Int.max else { return false }
        guard let step else { return stop != nil || value == start }
        return (value - start) % step == 0
    }

    /// Says whether the element, which counts from the month's end with the last day as 1, includes
    /// a day.
    func containsFromEnd(_ day: Int, of length: Int) -> Bool {
        let first = length - (stop ?? start) + 1
        let last = stop == nil ? nil : length - start + 1
        return CalendarComponent(start: first, stop: last, step: step).contains(day)
    }

    func text(width: Int) -> String {
        var text = start.padded(width)
        if let stop { text += ".." + stop.padded(width) }
        if let step, stop == nil || step != 1 { text += "/\(step)" }
        return text
    }

    static func < (left: CalendarComponent, right: CalendarComponent) -> Bool {
        (left.start, left.stop ?? -1, left.step ?? 0)
            < (right.start, right.stop ?? -1, right.step ?? 0)
    }
}

/// A field of a calendar expression; `nil` in its place is `*`.
struct CalendarField: Hashable, Sendable {
    let components: [CalendarComponent]

    init(_ components: [CalendarComponent]) {
        self.components = Array(Set(components.map(\.normalized))).sorted()
    }

    init(_ value: Int) {
        components = [CalendarComponent(start: value)]
    }

    func contains(_ value: Int) -> Bool { components.contains { $0.contains(value) } }

    func text(width: Int) -> String {
        components.map { $0.text(width: width) }.joined(separator: ",")
    }
}
