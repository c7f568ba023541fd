package import CivilTime
package import Household
package import Planning

/// `POST /v1/moment`: a good moment goes into the jar.
package struct MomentRequest: Hashable, Sendable, Codable {
    package var words: String
    /// Who keeps it; `nil` for whoever sits at the daemon's machine.
    package var partner: String?

    package init(words: String, partner: String? = nil) {
        self.words = words
        self.partner = partner
    }
}

/// A good moment.
package struct MomentMessage: Hashable, Sendable, Codable {
    package var words: String
    /// Who kept it; `null` where nobody in particular did.
    package var partner: String?
    package var said: Instant

    package init(_ moment: Moment) {
        words = moment.words
        partner = moment.partner
        said = moment.said
    }
}

/// `GET /v1/moments`: the jar.
package struct MomentsMessage: Hashable, Sendable, Codable {
    /// The household's zone by its name.
    package var zone: String
    /// The latest, the last one last.
    package var moments: [MomentMessage]
    /// How many there are in all.
    package var count: Int

    package init(zone: String, moments: [MomentMessage], count: Int) {
        self.zone = zone
        self.moments = moments
        self.count = count
    }
}

/// `GET /v1/digest`: what was kept, what was written of it, and what is coming.
package struct DigestMessage: Hashable, Sendable, Codable {
    /// The household's zone by its name.
    package var zone: String
    /// The first date that is looked back at, and the last that is looked ahead to.
    package var from: CivilDate
    package var until: CivilDate
    package var kept: [Row]
    package var notes: [Note]
    package var moments: [MomentMessage]
    package var coming: [Row]

    package struct Row: Hashable, Sendable, Codable {
        package var ritual: String
        package var title: String
        package var sensitivity: Sensitivity
        package var count: Int
        /// The start of the first one.
        package var first: Instant
    }

    package struct Note: Hashable, Sendable, Codable {
        package var ritual: String
        package var title: String
        package var sensitivity: Sensitivity
        /// Who wrote it; `null` where it was said for all.
        package var partner: String?
        package var note: String
        package var start: Instant
    }
}

extension DigestMessage {
    package init(_ seen: Retrospect, _ household: Household, from: CivilDate, until: CivilDate) {
        let row = { (row: Retrospect.Row) in
            Row(
                ritual: row.ritual,
                title: row.title,
                sensitivity: row.sensitivity,
                count: row.count,
                first: row.first
            )
        }
        self.init(
            zone: household.zone.identifier,
            from: from,
            until: until,
            kept: seen.kept.map(row),
            notes: seen.notes.map { note in
                Note(
                    ritual: note.ritual,
                    title: note.title,
                    sensitivity: note.sensitivity,
                    partner: note.partner,
                    note: note.words,
                    start: note.start
                )
            },
            moments: seen.moments.map { MomentMessage($0) },
            coming: seen.coming.map(row)
        )
    }
}
