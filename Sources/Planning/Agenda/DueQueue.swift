import CivilTime

/// A binary heap of what falls due next, by instant and then by index.
struct DueQueue: Sendable {
    struct Entry: Comparable, Sendable {
        var due: Instant
        var index: Int

        static func < (left: Entry, right: Entry) -> Bool {
            (left.due, left.index) < (right.due, right.index)
        }
    }

    private var entries: [Entry] = []

    var first: Entry? { entries.first }

    mutating func push(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child] < entries[parent] else {
                return
            }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> Entry? {
        guard let first = entries.first, let last = entries.popLast() else {
            return nil
        }
        guard !entries.isEmpty else {
            return first
        }
        entries[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < entries.count else {
                return first
            }
            let right = left + 1
            let least = right < entries.count && entries[right] < entries[left] ? right : left
            guard entries[least] < entries[parent] else {
                return first
            }
            entries.swapAt(least, parent)
            parent = least
        }
    }
}
