import ControlAPI

extension CommandContext {
    /// Writes a line of text.
    func say(_ line: String) throws {
        try output.write(line + "\n")
    }

    /// Writes a message as `--json` shows it.
    func show(_ message: some Encodable) throws {
        try say(ControlJSON.text(of: message, .indented))
    }

    /// Writes a message as JSON where it is asked for, else as the lines that `text` makes.
    func show<Message: Encodable>(
        _ message: Message,
        as text: (Message) throws -> [String]
    ) throws {
        if isJSON {
            return try show(message)
        }
        for line in try text(message).flatMap(fitted) {
            try say(line)
        }
    }

    /// A line as this output shows it: in the width of a terminal, for a screen reader, or as it is.
    func fitted(_ line: String) -> [String] {
        if isPlain {
            let plain = PlainLine.of(line)
            return plain.isEmpty && !line.isEmpty ? [] : [plain]
        }
        return output.isTerminal ? LineWrap.lines(line, columns: columns) : [line]
    }

    /// Writes a line on standard error, which is seen once the output is.
    func note(_ line: String) throws {
        try errors.write("ritualctl: \(line)\n")
    }

    /// Says on standard error that an answer has as many rows as one can have, so that there may be more.
    ///
    /// `which` says which of all they are, with their number in the place of `#`.
    func noteCut(_ rows: Int, _ which: String) throws {
        guard rows == UpcomingQuery.counts.upperBound else {
            return
        }
        try note("only \(which.replacing("#", with: "\(rows)"))")
    }

    /// Asks a person on the terminal; only a yes is one.
    ///
    /// - Throws: bad usage where no person can be asked.
    func confirms(_ question: String) throws -> Bool {
        guard let answers, errors.isTerminal else {
            throw CommandFailure(
                .usage,
                "there is no terminal to ask on; say --yes to go on without being asked"
            )
        }
        try errors.write(question)
        try errors.flush()
        let answer = answers()?.split(whereSeparator: \.isWhitespace).joined().lowercased()
        return answer == "y" || answer == "yes"
    }
}
