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
              ritualctl upcoming                          the next ten
              ritualctl upcoming --days 30                all of the next thirty days
              ritualctl upcoming --ritual date-night      one ritual, by its id
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

    @Option(help: ArgumentHelp("Only this ritual.", valueName: "id"))
    var ritual: String?

    @Option(help: ArgumentHelp("Only what is for this partner.", valueName: "id"))
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
        let upcoming =
            if let config {
                try occurrences(of: config, in: context)
            } else {
                try context.ask(.upcoming, query(in: context).items, for: [OccurrenceMessage].self)
            }
        if count == nil, days != nil {
            try context.noteCut(
                upcoming.count,
                "the first # are shown; fewer days or one --ritual may show all"
            )
        }
        try context.show(upcoming) { upcoming in
            guard let first = upcoming.first else {
                let span = days.map { " within \(CountPhrase.counted($0, "day"))" } ?? ""
                return ["nothing is coming\(span)"]
            }
            let listing = UpcomingListing(upcoming, isRelative: from == nil, in: context)
            return listing.lines + context.zoneNote(first).map(context.style.faint)
        }
    }

    /// Ten at most, where neither a number nor a span of days is asked for.
    private var mostRows: Int {
        count ?? (days == nil ? 10 : UpcomingQuery.counts.upperBound)
    }

    private func query(in context: CommandContext) throws -> UpcomingQuery {
        var query = UpcomingQuery(count: mostRows, days: days)
        if ritual != nil || partner != nil {
            let house = try context.house()
            query.ritual = try ritual.map { try house.ritual($0) }
            query.partner = try partner.map(house.partner)
        }
        return query
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
    /// What is coming by a config file alone.
    private func occurrences(
        of file: String,
        in context: CommandContext
    ) throws -> [OccurrenceMessage] {
        let household = try HouseholdFile(file, in: context).household()
        let house = context.house(of: household)
        let ritual = try ritual.map { try house.ritual($0) }
        let partner = try partner.map(house.partner)
        try refuseUnknown(ritual, "ritual", household.rituals.map(\.id), file)
        try refuseUnknown(partner, "partner", household.partners.map(\.id), file)
        let zone = household.zone
        try from?.check("--from", in: context)
        let start = from?.instant(in: zone, at: context.now()) ?? context.now()
        let end = days.map { zone.instant(of: zone.local(at: start).adding(Span(days: $0))) }
        // What starts at the very moment that was named is part of what comes from then on.
        let after = from == nil ? start : start - .seconds(1)
        return Agenda(household, now: after).upcoming(
            after: after,
            count: mostRows,
            until: end,
            ritual: ritual,
            partner: partner
        ).map(OccurrenceMessage.init)
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

extension CommandContext {
    /// A last line where the times are not those of this machine's clock.
    fileprivate func zoneNote(_ occurrence: OccurrenceMessage) -> [String] {
        let start = occurrence.start
        guard let zone = start.zone, let own = try? zones.zone(named: systemZone),
            own.local(at: start.instant) != start.local
        else {
            return []
        }
        return ["times in \(zone)"]
    }
}
