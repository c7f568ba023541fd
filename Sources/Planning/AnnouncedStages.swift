import CivilTime
import Household

/// What the nudges of the present minute have told of stages that are still to come in it.
struct AnnouncedStages: Sendable {
    private var standing: [StageKey: Announcement]
    /// What the ledger has of them.
    private var recorded: [StageKey: Announcement]

    /// What the ledger remembers, but for what a clock ahead of `through` has told.
    init(_ announced: [Announcement], through: Instant) {
        recorded = Dictionary(announced.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        standing = recorded.filter { $0.value.told <= through }
    }

    /// The announcement of a stage that is due at `due`, or `nil`.
    func announcement(of key: StageKey, due: Instant) -> Announcement? {
        standing[key].flatMap { $0.due == due ? $0 : nil }
    }

    mutating func add(_ announcements: some Sequence<Announcement>) {
        for announcement in announcements {
            standing[announcement.key] = announcement
        }
    }

    /// Drops what a step has made moot, and says what stands where the ledger does not know it yet.
    mutating func conclude(_ step: PlannerStep) -> [Announcement]? {
        guard !standing.isEmpty || !recorded.isEmpty else {
            return nil
        }
        standing = standing.filter { $0.value.due > step.through }
        recorded = recorded.filter { $0.value.due > step.through }
        if !step.withdrawals.isEmpty || !step.withdrawnRituals.isEmpty {
            standing = standing.compactMapValues { $0.surviving(step) }
        }
        guard standing != recorded else {
            return nil
        }
        recorded = standing
        return standing.values.sorted {
            ($0.due, $0.key.description) < ($1.due, $1.key.description)
        }
    }
}
