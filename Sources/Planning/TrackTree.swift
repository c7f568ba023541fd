import CivilTime

/// The tracks of a household in a tree of which each branch knows when it falls due next.
///
/// Finding what is due, and changing one track, costs the depth of the tree; a copy shares all
/// branches but the one that is changed afterwards.
struct TrackTree: RandomAccessCollection, Sendable {
    private static let bits = 5
    private static let width = 1 << bits

    private struct Branch: Sendable {
        /// When it falls due next; the end of time where it never does.
        var earliest = Instant.distantFuture
        /// In a leaf its tracks, elsewhere none.
        var tracks: [Track] = []
        var branches: [Branch] = []

        mutating func note() {
            var earliest = Instant.distantFuture
            // By index, since a copy of each would cost more than looking at it.
            for index in branches.indices {
                earliest = Swift.min(earliest, branches[index].earliest)
            }
            for index in tracks.indices {
                earliest = Swift.min(earliest, tracks[index].nextDue ?? .distantFuture)
            }
            self.earliest = earliest
        }

        mutating func update<Result>(
            _ index: Int,
            _ shift: Int,
            _ body: (inout Track) -> Result
        ) -> Result {
            defer { note() }
            let slot = (index >> shift) & (TrackTree.width - 1)
            return shift == 0
                ? body(&tracks[slot])
                : branches[slot].update(index, shift - TrackTree.bits, body)
        }

        func collectDue(by now: Instant, _ first: Int, _ shift: Int, into found: inout [Int]) {
            guard earliest <= now else {
                return
            }
            for (slot, branch) in branches.enumerated() {
                let next = first + slot << shift
                branch.collectDue(by: now, next, shift - TrackTree.bits, into: &found)
            }
            for (slot, track) in tracks.enumerated() {
                if let due = track.nextDue, due <= now {
                    found.append(first + slot)
                }
            }
        }
    }

    private var root: Branch
    private let shift: Int
    let count: Int

    /// Makes so many tracks, one after another.
    init(count: Int, _ make: (Int) -> Track) {
        var shift = 0
        while Self.width << shift < count {
            shift += Self.bits
        }
        self.count = count
        self.shift = shift
        root = Self.branch(0..<count, shift, make)
    }

    private static func branch(_ range: Range<Int>, _ shift: Int, _ make: (Int) -> Track) -> Branch
    {
        var branch = Branch()
        if shift == 0 {
            branch.tracks = range.map(make)
        } else {
            branch.branches = stride(from: range.lowerBound, to: range.upperBound, by: 1 << shift)
                .map { first in
                    let end = Swift.min(first + 1 << shift, range.upperBound)
                    return self.branch(first..<end, shift - bits, make)
                }
        }
        branch.note()
        return branch
    }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(index: Int) -> Track {
        var branch = root
        var shift = shift
        while shift > 0 {
            branch = branch.branches[(index >> shift) & (Self.width - 1)]
            shift -= Self.bits
        }
        return branch.tracks[index & (Self.width - 1)]
    }

    /// When the first of them falls due, or `nil` where none ever does.
    var nextDue: Instant? {
        root.earliest == .distantFuture ? nil : root.earliest
    }

    /// The indexes of those that fall due by `now`, in order.
    func due(by now: Instant) -> [Int] {
        var found: [Int] = []
        root.collectDue(by: now, 0, shift, into: &found)
        return found
    }

    /// Changes one track in place.
    @discardableResult
    mutating func update<Result>(_ index: Int, _ body: (inout Track) -> Result) -> Result {
        root.update(index, shift, body)
    }
}
