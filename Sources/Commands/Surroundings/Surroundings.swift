package import CivilTime

/// All that a command may touch of the world around it; tests hand in their own.
package struct Surroundings {
    package var environment: [String: String]
    /// The wall clock.
    package var now: () -> Instant
    package var zones: any ZoneProviding
    /// The name of the zone that this machine keeps.
    package var systemZone: String
    package var input: any TextInput
    package var output: any TextOutput
    package var errors: any TextOutput
    /// Makes the way to the daemon that listens at a socket path.
    package var client: (String) -> any ControlClient
    /// Reads a line that a person types; `nil` where none is there to type it.
    package var answers: (() -> String?)?

    package init(
        environment: [String: String],
        now: @escaping () -> Instant,
        zones: any ZoneProviding,
        systemZone: String,
        input: any TextInput,
        output: any TextOutput,
        errors: any TextOutput,
        client: @escaping (String) -> any ControlClient,
        answers: (() -> String?)? = nil
    ) {
        self.environment = environment
        self.now = now
        self.zones = zones
        self.systemZone = systemZone
        self.input = input
        self.output = output
        self.errors = errors
        self.client = client
        self.answers = answers
    }
}

/// Where text goes: standard output, or a test's memory.
package protocol TextOutput: AnyObject {
    /// Whether a person sees it at once, so that colours are of use.
    var isTerminal: Bool { get }

    func write(_ text: String) throws(TextOutputError)
    /// Hands on what is still held back.
    func flush() throws(TextOutputError)
}

/// Why text did not get out.
package enum TextOutputError: Error, Hashable, Sendable {
    /// The reader has had enough (`| head`): no failure, only the end.
    case closed
    /// Such as `No space left on device`.
    case failed(String)
}
