import Household
import PlainText
import Settings

/// Finds the ritual or plan of a config that a person means.
struct BlockChoice {
    let outline: ConfigOutline
    /// What the config makes; `nil` where it is not valid.
    let household: Household?

    /// The one of that id or title, in any case, or the only one of which it is a part.
    func block(_ given: String) throws -> ConfigOutline.Block {
        if let exact = outline.block(given) {
            return exact
        }
        let wanted = given.lowercased()
        let named = outline.blocks.filter { $0.title?.lowercased() == wanted }
        let parts = outline.blocks.filter { block in
            [block.id, block.title ?? ""].contains { $0.lowercased().contains(wanted) }
        }
        let found = named.isEmpty ? parts : named
        if found.count == 1 {
            return found[0]
        }
        let shown = given.withoutControls
        if found.count > 1 {
            let ids = found.map { "'\($0.id.withoutControls)'" }.joined(separator: ", ")
            throw CommandFailure(.failed, "'\(shown)' may be any of \(ids)")
        }
        if let ritual = household?.rituals.first(where: { $0.id == given }),
            let plan = outline.blocks.first(where: { ritual.id.hasPrefix("\($0.id)-") })
        {
            let part = ritual.id.dropFirst(plan.id.count + 1)
            throw CommandFailure(
                .failed,
                "'\(shown)' is a part of the plan '\(plan.id)'; 'ritualctl edit \(plan.id)' and "
                    + "leave_out = [\"\(part)\"] leave it out"
            )
        }
        let near = Suggestion.phrase(for: given, among: outline.blocks.map(\.id)).withoutControls
        throw CommandFailure(.failed, "the config has no ritual '\(shown)'\(near)")
    }
}
