import ControlAPI
import PlainText
import Settings

/// Asks the daemon, and turns what goes wrong into words and an exit code.
struct DaemonLink {
    private let socketPath: String
    private let client: any ControlClient
    private let output: any TextOutput
    private let options: CommonOptions

    init(_ options: CommonOptions, in surroundings: Surroundings) throws {
        guard let path = options.socket ?? Locations.controlSocket(in: surroundings.environment)
        else {
            throw CommandFailure(
                .noDaemon,
                "XDG_RUNTIME_DIR is not set, so there is no place to look for the daemon; "
                    + "name its socket with --socket PATH"
            )
        }
        socketPath = path
        client = surroundings.client(path)
        output = surroundings.output
        self.options = options
    }

    /// Asks a GET route.
    func ask<Reply: Decodable>(
        _ route: ControlRoute,
        _ query: QueryItems = QueryItems(),
        for type: Reply.Type
    ) throws -> Reply {
        try exchange(ControlRequest(route, query: query), for: type)
    }

    /// Tells a POST route.
    func tell<Reply: Decodable>(
        _ route: ControlRoute,
        _ message: some Encodable,
        for type: Reply.Type
    ) throws -> Reply {
        try exchange(ControlRequest(route, body: ControlJSON.text(of: message)), for: type)
    }

    private func exchange<Reply: Decodable>(_ request: ControlRequest, for type: Reply.Type) throws
        -> Reply
    {
        let reply: ControlReply
        do throws(ControlClientError) {
            reply = try client.send(request)
        } catch {
            throw failure(error)
        }
        guard (200..<300).contains(reply.status) else {
            throw try failure(of: reply)
        }
        do {
            return try ControlJSON.read(type, from: reply.body)
        } catch {
            throw CommandFailure(
                .failed,
                "the daemon's answer to \(request.route.path) cannot be read; "
                    + "is it the same version? See 'ritualctl status' and 'ritualctl --version'"
            )
        }
    }

    /// The problem in words; with `--json` it is printed whole, too.
    private func failure(of reply: ControlReply) throws -> CommandFailure {
        guard let problem = try? ControlJSON.read(Problem.self, from: reply.body) else {
            return CommandFailure(.failed, "the daemon answered HTTP \(reply.status)")
        }
        if options.json {
            try output.write(ControlJSON.text(of: problem, .indented) + "\n")
        }
        let status: ExitStatus =
            switch problem.kind {
            case .configRejected: .invalid
            case .badRequest: .usage
            default: .failed
            }
        return CommandFailure(
            status,
            problem.detail.withoutControls,
            details: (problem.diagnostics ?? []).map { "\($0)" }
        )
    }

    private func failure(_ error: ControlClientError) -> CommandFailure {
        switch error {
        case .noDaemon(let reason):
            CommandFailure(
                .noDaemon,
                """
                no daemon answers at \(socketPath): \(reason)
                  start it:       systemctl --user start rituald
                  or by hand:     rituald --config FILE
                  other socket:   ritualctl … --socket PATH
                """
            )
        case .foreign(let user):
            CommandFailure(
                .failed,
                "the socket '\(socketPath)' belongs to another user (uid \(user)); "
                    + "nothing was sent to it"
            )
        case .broken(let reason):
            CommandFailure(.failed, "the daemon at \(socketPath) did not answer: \(reason)")
        }
    }
}
