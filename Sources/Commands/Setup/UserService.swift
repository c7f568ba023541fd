/// The service manager of the user, as far as `init` needs it.
struct UserService {
    private let unit = "rituald.service"
    let context: CommandContext

    /// Whether it is there and has the unit.
    var hasUnit: Bool {
        run("daemon-reload") && run("cat", unit)
    }

    /// Starts the service, also with every login, and waits until it is ready; says on the terminal why not.
    func start() -> Bool {
        run("enable", unit)
            && context.execute(Program("systemctl", "--user", "restart", unit)) == 0
    }

    private func run(_ words: String...) -> Bool {
        var program = Program("systemctl", "--user", isSilent: true)
        program.words += words
        return context.execute(program) == 0
    }
}
