import Settings

/// The paths of the daemon's config, state directory, socket and lock.
struct RuntimeOptions: Sendable {
    let config: String
    let state: String
    let socket: String
    /// The folders for the lock on the state directory, in order of preference.
    let lockFolders: [String]
    /// The command line of `ritualctl` that reaches this daemon, for hints to people.
    let controlHint: String

    var ledgerPath: String { "\(state)/ledger.sqlite" }

    /// The socket for phones' answers: `answers.sock` beside `control.sock`, and `us.answers.sock` beside a
    /// control socket that is called `us.sock`, so that two daemons can share a folder.
    var answerSocket: String {
        let name = socket.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let stem = name.hasSuffix(".sock") ? name.dropLast(5) : name
        let own = name == "control.sock" ? "answers.sock" : "\(stem).answers.sock"
        return "\(socket.dropLast(name.count))\(own)"
    }

    /// Makes the options, with the default of each path that is not given.
    ///
    /// `program` is the name by which the daemon was started; where that is a path, `ritualctl` is
    /// beside it.
    init(
        config: String?,
        state: String?,
        socket: String?,
        program: String,
        environment: [String: String]
    ) throws {
        self.config = try Self.place(
            config ?? Locations.configFile(in: environment),
            "a config",
            "--config"
        )
        self.state = try Self.place(
            state ?? Locations.stateDirectory(in: environment),
            "the ledger",
            "--state"
        )
        let usual = Locations.controlSocket(in: environment)
        self.socket = try Self.place(socket ?? usual, "the control socket", "--socket")
        lockFolders = [usual, self.socket].compactMap(\.self).map(Self.folder)
        let folder = program.lastIndex(of: "/").map { program[...$0] } ?? ""
        let option = self.socket == usual ? "" : " --socket \(self.socket)"
        controlHint = "\(folder)ritualctl\(option)"
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private static func place(
        _ path: String?,
        _ what: String,
        _ option: String
    ) throws(MissingPlace) -> String {
        guard let path, !path.isEmpty else {
            throw MissingPlace(what: what, option: option)
        }
        return path
    }
}

/// A place that neither the command line nor the environment names.
struct MissingPlace: Error, CustomStringConvertible {
    let what: String
    let option: String

    var description: String {
        "the environment names no place for \(what); give it with \(option)"
    }
}
