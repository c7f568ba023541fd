import ArgumentParser

/// A command that is given its context.
protocol ContextCommand: ParsableCommand {
    var common: CommonOptions { get }

    func run(in context: CommandContext) throws
}
