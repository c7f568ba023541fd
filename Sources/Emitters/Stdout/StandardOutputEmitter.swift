package import CivilTime
import Glibc
package import Delivery
package import Household
package import Planning

/// Writes each nudge as one line to standard output.
///
/// Where standard output is the journal, the line says what kind of nudge it is, without its text.
package struct StandardOutputEmitter: Emitting {
    /// One writer for all channels and configs, so that a line that was begun is finished before
    /// the next.
    private static let standardOutput = LineWriter(
        descriptor: STDOUT_FILENO,
        timeout: .seconds(5)
    )

    /// Whether the output is a terminal.
    let isTerminal: Bool
    private let format: StandardOutputSettings.Format
    private let isJournal: Bool
    private let writer: LineWriter
    private let zones: any ZoneProviding
    private let names: [String: String]
    private let lane = BlockingLane(width: 1)

    /// Makes an emitter for `descriptor`; the format `auto` is text for a terminal, else JSON.
    ///
    /// `names` has the names of the partners by their ids; a partner without a name is shown by the
    /// id. `journalStream` is `$JOURNAL_STREAM`.
    package init(
        _ settings: StandardOutputSettings,
        descriptor: Int32 = STDOUT_FILENO,
        zones: any ZoneProviding,
        names: [String: String] = [:],
        journalStream: String? = nil,
        timeout: Duration = .seconds(5)
    ) {
        isTerminal = isatty(descriptor) == 1
        let auto: StandardOutputSettings.Format = isTerminal ? .text : .json
        format = settings.format == .auto ? auto : settings.format
        isJournal = JournalStream.isBehind(descriptor, named: journalStream)
        writer =
            descriptor == STDOUT_FILENO
            ? Self.standardOutput
            : LineWriter(descriptor: descriptor, timeout: timeout)
        self.zones = zones
        self.names = names
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        guard let line = line(for: nudge) else {
            return DeliveryAttempt(.refused, detail: "the nudge has no JSON form")
        }
        let writer = writer
        let detail = isJournal ? Self.unseen : "written"
        return await lane.run { Self.write(line, with: writer, saying: detail) }
    }

    /// The detail of a delivery where standard output is the journal.
    package static let unseen = "standard output is the journal, where nobody sees a nudge"

    private static func write(
        _ line: [UInt8],
        with writer: LineWriter,
        saying detail: String
    ) -> DeliveryAttempt {
        do throws(LineWriter.Failure) {
            try writer.write(line)
            return DeliveryAttempt(.delivered, detail: detail)
        } catch {
            switch error {
            case .full:
                return DeliveryAttempt(.failed(retryAfter: nil), detail: "nobody reads the output")
            case .system(let reason):
                return DeliveryAttempt(.failed(retryAfter: nil), detail: reason)
            }
        }
    }

    private func line(for nudge: Nudge) -> [UInt8]? {
        guard !isJournal else {
            return [UInt8](JournalEntry.sentence(for: nudge).utf8)
        }
        guard format == .text else {
            return try? nudge.json()
        }
        let zone = (try? zones.zone(named: nudge.occurrence.zone)) ?? .utc
        return [UInt8](NudgeLine(nudge, for: nudge.named(names), in: zone).description.utf8)
    }
}

/// A nudge as one line for a person at a terminal.
///
/// ```
/// 20:30  Check-in · Alex — Ten minutes, phones away. What was good today?
/// ```
package struct NudgeLine: CustomStringConvertible {
    package let description: String

    /// Makes the line; `zone` is that of the partner's clock, and `name` the partner's name or
    /// several.
    package init(_ nudge: Nudge, for name: String, in zone: Zone) {
        var line = "\(nudge.title) · \(name)"
        // The title of a digest says already why it is late.
        if nudge.late > .zero, nudge.stage != .digest {
            line += " (this reminder is \(Phrase.length(nudge.late)) late)"
        }
        let words = nudge.words(separator: " ")
        if !words.isEmpty {
            line += " — \(words)"
        }
        description = "\(zone.local(at: nudge.due).time)  \(line.onOneLine)"
    }
}
