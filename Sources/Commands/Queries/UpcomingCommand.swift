import ArgumentParser
import CivilTime
import ControlAPI
import Household
import Planning
import Settings

struct UpcomingCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "upcoming",
        abstract: "What is coming, in order.",
        usage: "ritualctl upcoming [<options>]",
        discussion: """
              ritualctl upcoming                          today, this week, the next of all else
              ritualctl upcoming --all                    the same, with every day of what is daily
              ritualctl upcoming --once                   the next of each ritual
              ritualctl upcoming --days 30                all of the next thirty days
              ritualctl upcoming --count 20               the next twenty
              ritualctl upcoming --ritual date-night      one ritual
              ritualctl upcoming --json | jq -r '.[0].start'

            With --config it is computed from that file and needs no daemon; what was done, \
            skipped or moved is not known then. Dates and local times are read in the household's \
            time zone.

              ritualctl upcoming --config config.toml --from 2026-12-24
            """
    )

    @Option(help: ArgumentHelp("At most that many.", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Only what starts within that many days.", valueName: "n"))
    var days: Int?

    @Flag(help: "Fold nothing: each day of what is daily.")
    var all = false

    @Flag(help: "Only the next of each ritual.")
    var once = false

    @Option(
        help: ArgumentHelp("Only this ritual.", valueName: "ritual"),
        completion: .names(.rituals)
    )
    var ritual: String?

    @Option(
        help: ArgumentHelp("Only what is for this partner.", valueName: "id"),
        completion: .names(.partners)
    )
    var partner: String?

    @Option(
        help: ArgumentHelp("Compute it from this file instead.", valueName: "file"),
        completion: .file(extensions: ["toml"])
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            "With --config: what comes after that, not after now.",
            discussion: TimeArgument.forms,
            valueName: "t"
        ),
        transform: TimeArgument.read
    )
    var from: TimeArgument?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if let count {
            try UpcomingCommand.check("--count", count, in: UpcomingQuery.counts)
        }
        if let days {
            try UpcomingCommand.check("--days", days, in: UpcomingQuery.days)
        }
        guard from == nil || config != nil else {
            throw ValidationError("--from needs --config FILE: the daemon tells what is coming now")
        }
    }

    func run(in context: CommandContext) throws {
        let source = try source(in: context)
        if isOutlook, !context.isJSON {
            return try showOutlook(of: source, in: context)
        }
        let upcoming = try source(once ? query(once: true) : query())
        if count == nil, days != nil {
            try context.noteCut(
                upcoming.count,
                "the first # are shown; fewer days or one --ritual may show all"
            )
        }
        try context.show(upcoming) { upcoming in
            guard !upcoming.isEmpty else {
                let span = days.map { " within \(CountPhrase.counted($0, "day"))" } ?? ""
                return ["nothing is coming\(span)"]
            }
            let listing = UpcomingListing(upcoming, isRelative: from == nil, in: context)
            return listing.lines + context.zoneNote(upcoming).map(context.style.faint)
        }
    }

    /// Whether neither a number, nor a span, nor one ritual is asked for.
    private var isOutlook: Bool {
        count == nil && days == nil && ritual == nil && from == nil && !once
    }

    private func showOutlook(of source: Source, in context: CommandContext) throws {
        // Today and the seven days after it, of which the last is a whole one.
        let coming = try source(query(count: UpcomingQuery.counts.upperBound, days: 8))
        let next = try source(query(once: true))
        let names = config == nil && partner == nil ? try context.house().names : nil
        let waiting = names?.rituals.filter { $0.waits != nil } ?? []
        try context.noteCut(coming.count, "the first # of this week are shown")
        try context.show(coming) { coming in
            guard !coming.isEmpty || !next.isEmpty else {
                return ["nothing is coming"]
            }
            let listing = OutlookListing(
                coming,
                next: next,
                waiting: waiting,
                isFolded: !all,
                in: context
            )
            return listing.lines + context.zoneNote(coming + next).map(context.style.faint)
        }
    }

    /// Answers a query, by the daemon or by a config file.
    private typealias Source = (UpcomingQuery) throws -> [OccurrenceMessage]

    /// Ten at most, where neither a number nor a span of days is asked for.
    private func query(count: Int? = nil, days: Int? = nil, once: Bool? = nil) -> UpcomingQuery {
        let most = UpcomingQuery.counts.upperBound
        let isAll = self.days != nil || once == true
        return UpcomingQuery(
            count: count ?? self.count ?? (isAll ? most : 10),
            days: days ?? self.days,
            once: once
        )
    }

    static func check(_ name: String, _ value: Int, in range: ClosedRange<Int>) throws {
        guard range.contains(value) else {
            throw ValidationError(
                "\(name): \(value) is not between \(range.lowerBound) and \(range.upperBound)"
            )
        }
    }
}

extension UpcomingCommand {
    private func source(in context: CommandContext) throws -> Source {
        if let config {
            return try source(of: config, in: context)
        }
        let house = ritual == nil && partner == nil ? nil : try context.house()
        let ritual = try ritual.map { try house?.ritual($0) ?? $0 }
        let partner = try partner.map { try house?.partner($0) ?? $0 }
        return { query in
            var query = query
            (query.ritual, query.partner) = (ritual, partner)
            return try context.ask(.upcoming, query.items, for: [OccurrenceMessage].self)
        }
    }

    /// What is coming by a config file alone.
    private func source(of file: String, in context: CommandContext) throws -> Source {
        let household = try HouseholdFile(file, in: context).household()
        let house = context.house(of: household)
        let ritual = try ritual.map { try house.ritual($0) }
        let partner = try partner.map(house.partner)
        try refuseUnknown(ritual, "ritual", household.rituals.map(\.id), file)
        try refuseUnknown(partner, "partner", household.partners.map(\.id), file)
        let zone = household.zone
        try from?.check("--from", in: context)
        let start = from?.instant(in: zone, at: context.now()) ?? context.now()
        // What starts at the very moment that was named is part of what comes from then on.
        let after = from == nil ? start : start - .seconds(1)
        let agenda = Agenda(household, now: after)
        return { query in
            let end = query.days.map {
                zone.instant(of: zone.local(at: start).adding(Span(days: $0)))
            }
            let found =
                query.once == true
                ? agenda.once(after: after, until: end, ritual: ritual, partner: partner)
                : agenda.upcoming(
                    after: after,
                    count: query.count,
                    until: end,
                    ritual: ritual,
                    partner: partner
                )
            return found.prefix(query.count ?? .max).map(OccurrenceMessage.init)
        }
    }

    private func refuseUnknown(
        _ id: String?,
        _ noun: String,
        _ known: [String],
        _ file: String
    ) throws {
        guard let id, !known.contains(id) else {
            return
        }
        throw CommandFailure(
            .failed,
            "no \(noun) '\(id)' in '\(file)'\(Suggestion.phrase(for: id, amongFew: known))"
        )
    }
}
