import Household
import Logging
import Synchronization

/// Serves the socket for phones' answers, while a message of some channel has buttons.
///
/// Nudges go on where it cannot be served: the log says why.
final class AnswerServer: Sendable {
    private enum State {
        case closed
        case open(ControlServer)
        /// The daemon ends.
        case over
    }

    private let path: String
    private let log: Logger
    private let answer: ControlServer.Answer
    private let state = Mutex(State.closed)

    init(path: String, log: Logger, answer: @escaping ControlServer.Answer) {
        self.path = path
        self.log = log
        self.answer = answer
    }

    /// Opens or closes the socket, as a household wants it.
    func follow(_ household: Household) {
        let isWanted = !household.answerAddresses.isEmpty
        state.withLock { state in
            switch state {
            case .closed where isWanted:
                state = open()
            case .open(let server) where !isWanted:
                server.stop()
                state = .closed
            default: break
            }
        }
    }

    /// Closes it for good.
    func stop() {
        state.withLock { state in
            if case .open(let server) = state {
                server.stop()
            }
            state = .over
        }
    }

    private func open() -> State {
        do {
            let server = try ControlServer(
                path: path,
                limits: ControlServer.answerLimits,
                answer: answer
            )
            log.info("phones' answers are taken at '\(path)'")
            return .open(server)
        } catch {
            log.error("phones' answers cannot be taken: \(error)")
            return .closed
        }
    }
}

extension Household {
    /// The addresses to which buttons post, by their channels.
    var answerAddresses: [String: String] {
        channels.reduce(into: [:]) { addresses, channel in
            if case .webhook(let settings) = channel.kind, let answers = settings.answers {
                addresses[channel.id] = answers.revealed
            }
        }
    }
}
