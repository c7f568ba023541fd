package import Household

extension Planner {
    /// Every stage of an occurrence and when it is due as things stand, whatever was decided of it.
    ///
    /// Empty where its ritual is not kept, or has no such occurrence.
    package func ladder(of key: OccurrenceKey) -> [StageAhead] {
        guard let index = indexes[key.ritual],
            let occurrence = tracks[index].occurrence(key, book: book)
        else {
            return []
        }
        let builder = tracks[index].builder
        return occurrence.items.map { StageAhead(key: builder.key(of: $0, in: key), due: $0.due) }
    }
}
