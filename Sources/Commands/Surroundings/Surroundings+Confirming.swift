extension Surroundings {
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
