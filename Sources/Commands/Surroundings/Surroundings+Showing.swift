import ArgumentParser
import CivilTime
import ControlAPI
import Household

extension Surroundings {
    /// Writes a line of text.
    func say(_ line: String) throws {
        try output.write(line + "\n")
    }

    /// Writes a message as `--json` shows it.
    func show(_ message: some Encodable) throws {
        try output.write(ControlJSON.text(of: message, .indented) + "\n")
    }

    /// Writes a message as JSON where it is asked for, else as the lines that `text` makes.
    func show<Message: Encodable>(
        _ message: Message,
        _ options: CommonOptions,
        as text: (Message) throws -> [String]
    ) throws {
        if options.json {
            return try show(message)
        }
        for line in try text(message) {
            try say(line)
        }
    }

    /// Says on standard error that an answer has as many rows as one can have, so that there may be more.
    ///
    /// `which` says which of all they are, with their number in the place of `#`.
    func noteCut(_ rows: Int, _ which: String) throws {
        guard rows == UpcomingQuery.counts.upperBound else {
            return
        }
        try errors.write("ritualctl: only \(which.replacing("#", with: "\(rows)"))\n")
    }

    /// Says when things are, as a clock in the zone of that name shows it.
    ///
    /// A name this machine does not know is read as the machine's own zone.
    func relativeTime(in zone: String?) -> RelativeTime {
        let known = try? zones.zone(named: zone ?? systemZone)
        return RelativeTime(now: now(), zone: known ?? (try? zones.zone(named: systemZone)) ?? .utc)
    }
}
