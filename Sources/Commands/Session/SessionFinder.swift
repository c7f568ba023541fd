import CivilTime
import ControlAPI
import Household
import PlainText
import Planning
import Settings

/// Finds out what is to be led: by name, or what is open or on today.
struct SessionFinder {
    let context: CommandContext
    /// The number of the prompt to begin with, where one was chosen.
    let prompt: Int?
    /// The names that the daemon knows; `nil` where none answers.
    private let names: NamesMessage?
    /// The config; `nil` where there is none.
    private let household: Household?
    private let catalogue: CatalogueReader

    init(in context: CommandContext, prompt: Int?) throws {
        var context = context
        // What the daemon refuses is no answer of this command's.
        context.isJSON = false
        self.context = context
        self.prompt = prompt
        names = try? context.ask(.names)
        household = try Self.household(isDaemonThere: names != nil, in: context)
        catalogue = CatalogueReader(
            catalogue: Catalogue(in: context.environment),
            zones: context.zones,
            zone: try household?.zone ?? context.zone(named: context.systemZone)
        )
    }

    /// The config that the daemon reads, or would read.
    private static func household(
        isDaemonThere: Bool,
        in context: CommandContext
    ) throws -> Household? {
        let status: StatusMessage? = isDaemonThere ? try? context.ask(.status) : nil
        let paths = [status?.config.path, Locations.configFile(in: context.environment)]
        for path in paths.compactMap(\.self) {
            let file = try HouseholdFile(path, in: context)
            if file.config.text != nil {
                return try file.household()
            }
        }
        return nil
    }

    /// What a name means, or what is open or on today where none is given.
    func subject(_ name: String?) throws -> SessionSubject {
        guard let name else {
            return try chosen()
        }
        if let ritual = try ritual(name) {
            guard let script = script(of: ritual) else {
                throw CommandFailure(
                    .failed,
                    "'\(ritual.title.withoutControls)' has no guided session; \(Self.hint)"
                )
            }
            return try subject(of: ritual, script, at: nil)
        }
        let practice = try practice(name)
        guard let script = practice.session else {
            throw CommandFailure(.failed, "'\(practice.name)' has no guided session; \(Self.hint)")
        }
        let people = household?.partners.map(\.name) ?? SessionWords.anyone
        return SessionSubject(
            title: practice.ritual.title,
            script: script,
            people: people,
            prompts: try prompts(of: practice.ritual, script, nil, nil),
            sensitivity: practice.ritual.sensitivity,
            record: .noRitual(practice: practice.name)
        )
    }

    private static let hint = "'ritualctl catalog' shows what can be led"
}

extension SessionFinder {
    // MARK: - Names

    /// The ritual of that name, or the only one of the practice of that name.
    private func ritual(_ name: String) throws -> Ritual? {
        guard let household else {
            return nil
        }
        let kept = household.rituals.filter(\.isEnabled)
        let id = try context.house(of: household).ritual(name)
        let ofPractice = kept.filter { $0.practice == name }
        return kept.first { $0.id == id } ?? (ofPractice.count == 1 ? ofPractice[0] : nil)
    }

    private func practice(_ name: String) throws -> Practice {
        let known = catalogue.catalogue.names(.practices)
        switch NameMatch(name, among: known.map { (id: $0, title: $0) }) {
        case .one(let id):
            if let practice = catalogue.practice(named: id) {
                return practice
            }
            throw CommandFailure(
                .invalid,
                "the practice '\(id)' cannot be read",
                details: catalogue.diagnostics.map { "\($0)" }
            )
        case .several(let ids):
            throw CommandFailure(
                .failed,
                "'\(name.withoutControls)' fits more than one practice: \(ids.joined(separator: ", "))"
            )
        case .none:
            let ids = household?.rituals.filter(\.isEnabled).map(\.id) ?? []
            let near = Suggestion.phrase(for: name, among: ids + known)
            throw CommandFailure(
                .failed,
                "there is no ritual and no practice '\(name.withoutControls)'"
                    + (near.isEmpty ? "; \(Self.hint)" : near)
            )
        }
    }

    private func script(of ritual: Ritual) -> SessionScript? {
        ritual.practice.flatMap { catalogue.practice(named: $0)?.session }
    }

    // MARK: - What is on

    /// What is open now or on today and can be led; of several the one that a person chooses.
    private func chosen() throws -> SessionSubject {
        let entries = try entries().compactMap { entry in
            household?.ritual(entry.ritual).flatMap { ritual in
                script(of: ritual).map { (entry: entry, ritual: ritual, script: $0) }
            }
        }
        guard let first = entries.first else {
            throw CommandFailure(
                .failed,
                "nothing that can be led is open now or on today; name one: ritualctl begin check-in"
            )
        }
        guard entries.count > 1 else {
            return try subject(of: first.ritual, first.script, at: first.entry)
        }
        let rows = entries.map { entry, _, _ in
            let times = OccurrenceTimes(entry, in: context)
            return "\(entry.title.withoutControls), \(times.day) \(times.time)"
        }
        guard let place = try context.choose(among: rows) else {
            throw CommandFailure(
                .failed,
                "\(rows.count) can be led; say which: ritualctl begin RITUAL",
                details: zip(entries, rows).map { "  \($0.entry.ritual.withoutControls)  \($1)" }
            )
        }
        let entry = entries[place]
        return try subject(of: entry.ritual, entry.script, at: entry.entry)
    }

    /// What is open now, then what is still to come today; each occurrence once.
    private func entries() throws -> [OccurrenceMessage] {
        var keys: Set<OccurrenceKey> = []
        let all = try names == nil ? planned() : told()
        return all.filter { keys.insert($0.occurrence).inserted }
    }

    private func told() throws -> [OccurrenceMessage] {
        let today = try context.ask(.today, for: TodayMessage.self).occurrences
        return try context.ask(.open, for: [OccurrenceMessage].self)
            + today.filter { ($0.state ?? .ahead).isAnswerable }
    }

    /// Today's by the config alone.
    private func planned(_ ritual: String? = nil) -> [OccurrenceMessage] {
        guard let household else {
            return []
        }
        let zone = household.zone
        let today = zone.local(at: context.now()).date
        let begin = zone.instant(of: CivilDateTime(today, .midnight)) - .seconds(1)
        let end = zone.instant(of: CivilDateTime(today.adding(days: 1), .midnight))
        return Agenda(household, now: begin).upcoming(after: begin, until: end, ritual: ritual)
            .map(OccurrenceMessage.init)
    }

    // MARK: - The subject

    private func subject(
        of ritual: Ritual,
        _ script: SessionScript,
        at entry: OccurrenceMessage?
    ) throws -> SessionSubject {
        let (record, key) = record(ritual, entry?.occurrence)
        // The daemon knows which question it is, as it knows which are never to be asked.
        var asked = entry?.prompt
        if asked == nil, let key, names != nil {
            asked = try told().first { $0.occurrence == key }?.prompt
        }
        return SessionSubject(
            title: ritual.title,
            script: script,
            people: household?.partners(of: ritual).map(\.name) ?? [],
            prompts: try prompts(of: ritual, script, key, asked),
            sensitivity: ritual.sensitivity,
            record: record
        )
    }

    /// What it is recorded as, and the occurrence that it is.
    private func record(
        _ ritual: Ritual,
        _ key: OccurrenceKey?
    ) -> (SessionSubject.Record, OccurrenceKey?) {
        guard names != nil else {
            return (.noDaemon(ritual: ritual.id), key ?? planned(ritual.id).first?.occurrence)
        }
        var request = OutcomeRequest(
            ritual: ritual.id,
            occurrence: key.map { DateOrTime($0.start.date, $0.start.time) },
            both: true,
            preview: true
        )
        do {
            let key = try context.tell(.done, request, for: OutcomeMessage.self).occurrence
            request.occurrence = DateOrTime(key.start.date, key.start.time)
            request.preview = nil
            return (.done(request), key)
        } catch {
            // There is no such option here: what is led is led now.
            let reason = ((error as? CommandFailure)?.message ?? "\(error)")
                .replacing(", name it with --occurrence", with: "")
            return (.refused(ritual: ritual.id, reason: reason), key)
        }
    }

    private func prompts(
        of ritual: Ritual,
        _ script: SessionScript,
        _ key: OccurrenceKey?,
        _ asked: String?
    ) throws -> [String] {
        let prompts = SessionPrompts(
            ritual: ritual,
            rounds: script.rounds,
            never: never(of: ritual)
        )
        if let prompt {
            return try prompts.from(prompt)
        }
        let today = ritual.zone.local(at: context.now()).date
        let key = key ?? OccurrenceKey(ritual: ritual.id, start: CivilDateTime(today, .midnight))
        return prompts.of(asked ?? ritual.prompt(of: key, marks: []))
    }

    /// The prompts that were never to come again, as far as a daemon knows them.
    private func never(of ritual: Ritual) -> Set<String> {
        guard names != nil, ritual.deck != nil else {
            return []
        }
        let query = DeckQuery(name: ritual.id).items
        let deck = try? context.ask(.deck, query, for: DeckMessage.self)
        return Set(deck?.never.map(\.prompt) ?? [])
    }
}
