import CivilTime
import Household

// Rituals that begin after so many kept weeks.

extension Plan {
    /// How far a ritual that waits for kept weeks has come; `nil` where it waits for none, or has begun.
    package func progress(of ritual: String) -> KeptWeeksProgress? {
        guard let index = indexes[ritual], let rule = tracks[index].ritual.afterKept,
            let begins = tracks[index].begins, begins > through
        else {
            return nil
        }
        return KeptWeeksProgress(rule, outcomes)
    }

    /// From when on a ritual comes, by what was said up to now.
    func begin(of ritual: Ritual) -> Instant? {
        KeptWeeksProgress.begin(of: ritual, outcomes, kept: kept[ritual.id], through)
    }
}
