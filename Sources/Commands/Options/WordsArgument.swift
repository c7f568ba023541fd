import ArgumentParser
import Household

/// A note or a reason: given on the command line, read from standard input, or asked for.
///
/// What stands on the command line is seen by everybody who lists processes, and kept by the shell.
struct WordsArgument: ExpressibleByArgument, Hashable {
    private enum Source: Hashable {
        case given(String)
        /// `-`, as in many programs.
        case standardInput
        /// The option stands without a value.
        case question
    }

    /// Stands in for the value that was left out; no argument of a process can hold it.
    private static let leftOut = "\u{0}"
    private static let options: Set = ["--note", "--reason"]
    /// So much is read; as much as the daemon takes of a request.
    private static let limit = 65_536

    private let source: Source

    /// What stands on the command line.
    var given: String? {
        guard case .given(let text) = source else {
            return nil
        }
        return text
    }

    /// Whether a person has to be asked for it.
    func isAsked(in context: CommandContext) -> Bool {
        source == .question && context.input.isTerminal
    }

    init?(argument: String) {
        source =
            switch argument {
            case "-": .standardInput
            case Self.leftOut: .question
            default: .given(argument)
            }
    }

    /// The arguments with a value behind every option of these that stands without one.
    ///
    /// The parser knows no option whose value may be left out.
    static func completing(_ arguments: [String]) -> [String] {
        var completed: [String] = []
        for (index, argument) in arguments.enumerated() {
            guard argument != "--" else {
                return completed + arguments[index...]
            }
            completed.append(argument)
            let next = arguments.dropFirst(index + 1).first
            if options.contains(argument), next.map({ $0.hasPrefix("-") && $0 != "-" }) ?? true {
                completed.append(leftOut)
            }
        }
        return completed
    }

    /// The words, which are never empty; `option` is the one that they belong to.
    func text(of option: String, in context: CommandContext) throws -> String {
        guard source == .question else {
            return try text(called: "--\(option)", in: context)
        }
        guard context.input.isTerminal else {
            throw CommandFailure(
                .usage,
                "--\(option) needs a text: --\(option) TEXT, or --\(option) - to read it from "
                    + "standard input"
            )
        }
        try context.errors.write("\(option): ")
        try context.errors.flush()
        return try read("--\(option)", from: context.input.readLine(upTo: Self.limit + 1))
    }

    /// The words that are given or read; `name` is what they are called where they are refused.
    func text(called name: String, in context: CommandContext) throws -> String {
        switch source {
        case .given(let text):
            return text
        case .standardInput:
            return try read(name, from: context.input.read(upTo: Self.limit + 1))
        case .question:
            return ""
        }
    }

    /// What was read, without the newline that ends it.
    private func read(_ name: String, from bytes: [UInt8]) throws -> String {
        guard bytes.count <= Self.limit else {
            throw CommandFailure(.usage, "\(name): longer than \(Self.limit) bytes")
        }
        guard let whole = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.usage, "\(name): what was read is not UTF-8")
        }
        // A line that Windows ended has two characters at its end, which are one to Swift.
        let text = whole.last?.isNewline == true ? String(whole.dropLast()) : whole
        guard !text.allSatisfy(\.isWhitespace) else {
            throw CommandFailure(.usage, "\(name): no text was given")
        }
        if let refusal = OwnWords.refusal(of: text, called: name) {
            throw CommandFailure(.usage, refusal)
        }
        return text
    }
}
