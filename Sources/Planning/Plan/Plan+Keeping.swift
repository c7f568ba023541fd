package import CivilTime
package import Household

// Since when a ritual is kept: nothing from before is told, asked about, meant by a word or counted.

extension Plan {
    /// Since when a ritual is kept, or `nil` where it is not kept, or only under a clock that was ahead.
    package func keptSince(_ ritual: String) -> Instant? {
        guard indexes[ritual] != nil, let since = kept[ritual], since <= through else {
            return nil
        }
        return since
    }

    /// What a ritual is called, or was when it was kept; its id where nobody knows.
    package func title(of ritual: String) -> String {
        household.ritual(ritual)?.title ?? titles[ritual] ?? ritual
    }

    /// What an occurrence is called.
    package func title(of key: OccurrenceKey) -> String {
        household.ritual(key.ritual)?.title(of: key) ?? title(of: key.ritual)
    }

    /// Whether an occurrence was over before its ritual was first kept.
    package func isBeforeKeeping(_ key: OccurrenceKey) -> Bool {
        located(key).map { isBeforeKeeping($0.occurrence) } ?? false
    }

    /// Whether an occurrence was over before its ritual was first kept.
    ///
    /// One that something was said about, or decided of, is kept: a ledger that knew a ritual before it
    /// noted since when has told of it.
    func isBeforeKeeping(_ occurrence: OpenOccurrence) -> Bool {
        let key = occurrence.key
        guard let since = keptSince(key.ritual), occurrence.end <= since, outcomes[key].isEmpty
        else {
            return false
        }
        return !laidOut(key).contains { settled.contains($0.key) }
    }

    /// Whether a stage comes up now though its occurrence was over before its ritual was first kept.
    ///
    /// What was due before that too comes up only where a new law or a clock that was set right has it so,
    /// and is told as long as it may be.
    func asksBeforeKeeping(_ stage: DueStage) -> Bool {
        guard let since = keptSince(stage.occurrence.key.ritual), stage.due > since else {
            return false
        }
        return isBeforeKeeping(stage.occurrence)
    }
}
