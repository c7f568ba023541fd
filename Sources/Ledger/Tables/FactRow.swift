import CivilTime
import Delivery
import GRDB
import Household
import Planning

/// A row of `facts`: an outcome, or a change of an earlier one.
///
/// Only an erasure deletes facts. To take an outcome back, or to replace its note, is a fact of its
/// own that names the earlier fact; the replaced content is erased.
struct FactRow: FetchableRecord, PersistableRecord {
    static let databaseTableName = "facts"

    enum Kind: Hashable {
        /// An outcome of the occurrence.
        case outcome(Outcome.Kind)
        /// Takes back the fact of that id.
        case undo(String)
        /// Replaces the note of the fact of that id.
        case note(String)
        /// An outcome that was taken back; only its id is left.
        case erased
    }

    var machine: String
    var sequence: Int64
    var said: Instant
    var occurrence: OccurrenceKey
    var kind: Kind
    var partner: String?
    var note: String?

    /// The id of the fact, unique over all machines.
    var id: String { "\(machine)-\(sequence)" }

    func encode(to container: inout PersistenceContainer) {
        container["id"] = id
        container["machine"] = machine
        container["sequence"] = sequence
        container["said"] = said.secondsSinceEpoch
        container.set(occurrence)
        container["partner"] = partner
        container["note"] = note
        switch kind {
        case .outcome(let kind):
            container["kind"] = kind.name
            container["value"] = kind.value
        case .undo(let id):
            container["kind"] = "undo"
            container["about"] = id
        case .note(let id):
            container["kind"] = "note"
            container["about"] = id
        case .erased:
            container["kind"] = "erased"
        }
    }
}

extension FactRow {
    init(row: Row) throws {
        let said = try row.instant("said")
        let occurrence = try row.occurrence()
        self.said = said
        self.occurrence = occurrence
        machine = try row.text("machine")
        sequence = try row.integer("sequence")
        partner = try row.optionalText("partner")
        note = try row.optionalText("note")
        switch try row.text("kind") {
        case "done": kind = .outcome(.done)
        case "skipped": kind = .outcome(.skipped)
        case "begun": kind = .outcome(.begun)
        case "paused":
            guard let until = try row.optionalParsed("value", with: { try? Instant(parsing: $0) })
            else {
                throw LedgerError.corrupt("a pause has no return")
            }
            kind = .outcome(.paused(until: until))
        case "step": kind = .outcome(.step(try row.text("value")))
        case "moved":
            // A move without a value was taken back, but still counts among the moves of its
            // occurrence.
            let target = try row.optionalParsed("value") { try? CivilDateTime(parsing: $0) }
            kind = .outcome(.moved(to: target ?? occurrence.start))
        case "snoozed":
            let until = try row.optionalParsed("value") { try? Instant(parsing: $0) }
            kind = .outcome(.snoozed(until: until ?? said))
        case "undo": kind = .undo(try row.text("about"))
        case "note": kind = .note(try row.text("about"))
        case "erased": kind = .erased
        default: throw LedgerError.corrupt("'kind' holds an unknown word")
        }
    }
}

extension Outcome.Kind {
    /// What the word alone leaves out: which step, where it was moved to, or until when it was put off.
    fileprivate var value: String? {
        switch self {
        case .done, .skipped, .begun: nil
        case .step(let name): name
        case .moved(let time): time.description
        case .snoozed(let instant), .paused(let instant): instant.description
        }
    }
}

/// Computes outcomes from facts.
enum FactLog {
    /// An outcome with the id of its fact.
    struct Said {
        var id: String
        var outcome: Outcome
    }

    /// Returns the outcomes of the facts about some occurrences, in the order in which they were
    /// said.
    ///
    /// A move or a *later* that was taken back is included, with `undone`, because stages count
    /// them.
    static func outcomes(of facts: [FactRow]) -> [Said] {
        let facts = ordered(facts)
        var undone: [String: Instant] = [:]
        var notes: [String: String?] = [:]
        for fact in facts {
            switch fact.kind {
            case .undo(let id): undone[id] = fact.said
            case .note(let id): notes[id] = .some(fact.note)
            case .outcome, .erased: break
            }
        }
        return facts.compactMap { fact in
            guard case .outcome(let kind) = fact.kind else {
                return nil
            }
            let outcome = Outcome(
                occurrence: fact.occurrence,
                kind: kind,
                partner: fact.partner,
                note: notes[fact.id] ?? fact.note,
                said: fact.said,
                undone: undone[fact.id]
            )
            return Said(id: fact.id, outcome: outcome)
        }
    }

    private struct Author: Hashable {
        var machine: String
        var occurrence: OccurrenceKey
    }

    /// The facts by the time at which they were said, then by machine and sequence.
    ///
    /// Facts of one machine about one occurrence stay in their sequence, even where the clock was
    /// set back in between.
    private static func ordered(_ facts: [FactRow]) -> [FactRow] {
        var latest: [Author: Instant] = [:]
        let placed = facts.sorted { ($0.machine, $0.sequence) < ($1.machine, $1.sequence) }
            .map { fact in
                let author = Author(machine: fact.machine, occurrence: fact.occurrence)
                let time = max(fact.said, latest[author] ?? fact.said)
                latest[author] = time
                return (time: time, fact: fact)
            }
        return placed.sorted { one, other in
            (one.time, one.fact.machine, one.fact.sequence)
                < (other.time, other.fact.machine, other.fact.sequence)
        }.map(\.fact)
    }
}
