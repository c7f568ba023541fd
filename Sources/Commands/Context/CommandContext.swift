import CivilTime
import Glibc
import Household

/// All that a command may touch of the world around it, and what every command can be told.
///
/// Tests hand in their own.
package struct CommandContext {
    var environment: [String: String]
    /// The wall clock.
    var now: () -> Instant
    var zones: any ZoneProviding
    /// The name of the zone that this machine keeps.
    var systemZone: String
    var input: any TextInput
    var output: any TextOutput
    var errors: any TextOutput
    /// Makes the way to the daemon that listens at a socket path.
    var client: (String) -> any ControlClient
    /// Makes the way to the events of the daemon that listens at a socket path.
    var events: (String) -> any EventSource
    /// Reads a line that a person types; `nil` where none is there to type it.
    var answers: (() -> String?)?
    /// Runs another program to its end and returns how it ended; `nil` where it cannot be started.
    var execute: (Program) -> Int32? = { _ in nil }

    /// Where guided sessions are led.
    var terminal: (any SessionTerminal)?

    /// How wide the terminal is, where standard output is one that says so.
    var terminalColumns: Int?

    /// How wide tables are.
    var columns = 80
    /// Whether the output is for a screen reader: no colours, no columns, one thing a line.
    var isPlain = false
    /// Whether JSON is shown instead of text.
    var isJSON = false
    /// The daemon's control socket, where it is named.
    var socket: String?
    var style = Style.plain

    /// Takes up the options that every command has.
    mutating func apply(_ options: CommonOptions) {
        isJSON = options.json
        socket = options.socket
        isPlain = options.plain || !["", "0"].contains(environment["ACCESSIBLE"] ?? "")
        columns = width
        style = Style(
            isColoured: output.isTerminal && !options.noColor && !isPlain
                && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        )
    }

    /// Whether a program of that name lies in one of the folders of PATH.
    func finds(_ program: String) -> Bool {
        (environment["PATH"] ?? "").split(separator: ":").contains {
            access("\($0)/\(program)", X_OK) == 0
        }
    }

    /// How wide a help is: as the terminal, and 80 at most.
    var helpColumns: Int { min(width, 80) }

    /// What COLUMNS says, else the terminal, from 40 to 200; 80 where neither does.
    private var width: Int {
        let given = environment["COLUMNS"].flatMap(Int.init) ?? terminalColumns ?? 80
        return min(max(given, 40), 200)
    }

    /// Whether words of that sensitivity may be written: at a terminal a person sees all.
    func mayShow(_ sensitivity: Sensitivity) -> Bool {
        output.isTerminal || sensitivity == .public
    }

    /// Says when things are, as a clock in the zone of that name shows it.
    ///
    /// A name this machine does not know is read as the machine's own zone.
    func relativeTime(in zone: String?) -> RelativeTime {
        let known = try? zones.zone(named: zone ?? systemZone)
        return RelativeTime(now: now(), zone: known ?? (try? zones.zone(named: systemZone)) ?? .utc)
    }
}
