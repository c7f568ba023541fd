import PlainText

/// Asks a person one thing after the other; what was said by an option, or has a default, need not be asked.
struct Questions {
    let context: CommandContext
    private let isAsking: Bool
    private var isFirst = true

    init(context: CommandContext, isAsking: Bool) {
        self.context = context
        self.isAsking = isAsking
    }

    /// Returns the answer that `read` takes: that of the option, of the person, or the default.
    ///
    /// - Throws: bad usage where the option's is refused, or where nobody is there to ask.
    mutating func ask<Value>(
        _ question: String,
        _ usual: String,
        _ given: String?,
        _ option: String,
        read: (String) throws(FirstAnswers.Refusal) -> Value
    ) throws -> Value {
        if given != nil || !isAsking {
            do throws(FirstAnswers.Refusal) {
                return try read(given ?? usual)
            } catch {
                throw CommandFailure(.usage, "\(option): \(error.reason)")
            }
        }
        guard let answers = context.answers, context.errors.isTerminal else {
            throw CommandFailure(
                .usage,
                "there is no terminal to ask on; \(option) answers, or --yes takes the defaults"
            )
        }
        if isFirst {
            isFirst = false
            try context.errors.write("Enter takes what stands in brackets.\n\n")
        }
        while true {
            try context.errors.write("\(question) [\(usual)] ")
            try context.errors.flush()
            guard let answer = answers() else {
                throw CommandFailure(.failed, "nothing was written")
            }
            let text = answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            do throws(FirstAnswers.Refusal) {
                return try read(text.isEmpty ? usual : text)
            } catch {
                try context.errors.write(
                    (context.isPlain ? "" : "  ") + "\(error.reason.withoutControls)\n"
                )
            }
        }
    }
}
