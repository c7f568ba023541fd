import ControlAPI
import PlainText
import Settings

// Asks the daemon, and turns what goes wrong into words and an exit code.

extension CommandContext {
    /// Asks a GET route.
    func ask<Reply: Decodable>(
        _ route: ControlRoute,
        _ query: QueryItems = QueryItems(),
        for type: Reply.Type = Reply.self
    ) throws -> Reply {
        try exchange(ControlRequest(route, query: query))
    }

    /// Tells a POST route.
    func tell<Reply: Decodable>(
        _ route: ControlRoute,
        _ message: some Encodable,
        for type: Reply.Type = Reply.self
    ) throws -> Reply {
        try exchange(ControlRequest(route, body: ControlJSON.text(of: message)))
    }

    /// Asks a GET route, and shows the answer as the lines that `text` makes of it, or as JSON.
    func ask<Reply: Codable>(
        _ route: ControlRoute,
        _ query: QueryItems = QueryItems(),
        as text: (Reply) throws -> [String]
    ) throws {
        try show(ask(route, query), as: text)
    }

    /// Tells a POST route, and shows the answer as the lines that `text` makes of it, or as JSON.
    func tell<Reply: Codable>(
        _ route: ControlRoute,
        _ message: some Encodable,
        as text: (Reply) throws -> [String]
    ) throws {
        try show(tell(route, message), as: text)
    }

    /// Asks a GET route that answers with a text other than JSON.
    func text(_ route: ControlRoute, _ query: QueryItems = QueryItems()) throws -> String {
        let path = try socketPath()
        let reply: ControlReply
        do throws(ControlClientError) {
            reply = try client(path).send(ControlRequest(route, query: query))
        } catch {
            throw failure(error)
        }
        guard (200..<300).contains(reply.status) else {
            throw try failure(of: reply)
        }
        return String(decoding: reply.body, as: UTF8.self)
    }

    /// Has a reply's body written to a file, and throws the problem that is answered instead.
    func fetch(_ route: ControlRoute, into file: Int32) throws {
        let path = try socketPath()
        let reply: ControlReply
        do throws(ControlClientError) {
            reply = try client(path).send(ControlRequest(route), into: file)
        } catch {
            throw failure(error)
        }
        guard (200..<300).contains(reply.status) else {
            throw try failure(of: reply)
        }
    }

    /// Where the daemon listens.
    func socketPath() throws -> String {
        guard let path = socket ?? Locations.controlSocket(in: environment) else {
            throw CommandFailure(
                .noDaemon,
                "XDG_RUNTIME_DIR is not set, so there is no place to look for the daemon; "
                    + "name its socket with --socket PATH"
            )
        }
        return path
    }

    private func exchange<Reply: Decodable>(_ request: ControlRequest) throws -> Reply {
        let path = try socketPath()
        let reply: ControlReply
        do throws(ControlClientError) {
            reply = try client(path).send(request)
        } catch {
            throw failure(error)
        }
        guard (200..<300).contains(reply.status) else {
            throw try failure(of: reply)
        }
        do {
            return try ControlJSON.read(Reply.self, from: reply.body)
        } catch {
            throw CommandFailure(
                .failed,
                "the daemon's answer to \(request.path) cannot be read; "
                    + "is it the same version? See 'ritualctl status' and 'ritualctl --version'"
            )
        }
    }

    /// The problem in words; with `--json` it is printed whole, too.
    private func failure(of reply: ControlReply) throws -> CommandFailure {
        guard let problem = try? ControlJSON.read(Problem.self, from: reply.body) else {
            return CommandFailure(.failed, "the daemon answered HTTP \(reply.status)")
        }
        if isJSON {
            try show(problem)
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

    /// Why the daemon cannot be asked, and what to do.
    func failure(_ error: ControlClientError) -> CommandFailure {
        let path = (try? socketPath()) ?? ""
        return switch error {
        case .noDaemon(let reason):
            CommandFailure(.noDaemon, "no daemon answers at '\(path)': \(reason)\n\(advice)")
        case .foreign(let user):
            CommandFailure(
                .failed,
                "the socket '\(path)' belongs to another user (uid \(user)); "
                    + "nothing was sent to it"
            )
        case .broken(let reason):
            // A socket unit listens for a daemon that cannot start, and then hangs up.
            household?.verdict == nil
                ? CommandFailure(.failed, "the daemon at '\(path)' did not answer: \(reason)")
                : CommandFailure(.noDaemon, "no daemon answers at '\(path)': \(reason)\n\(advice)")
        }
    }

    /// The config that a daemon at the usual socket reads.
    private var household: HouseholdFile? {
        let config = socket == nil ? Locations.configFile(in: environment) : nil
        return config.flatMap { try? HouseholdFile($0, in: self) }
    }

    /// What to do where no daemon answers: one that cannot read its config does not start.
    private var advice: String {
        let file = household
        return switch (file, file?.verdict) {
        case (let file?, _) where !file.isThere:
            """
              there is no config yet:  ritualctl init
              another socket:          ritualctl … --socket PATH
            """
        case (_, let verdict?):
            """
              it cannot start by its config: \(verdict)
              see what is wrong:       ritualctl check
              and then start it:       systemctl --user restart rituald
            """
        default:
            """
              start it:       systemctl --user start rituald
              or by hand:     rituald --config FILE
              other socket:   ritualctl … --socket PATH
            """
        }
    }
}
