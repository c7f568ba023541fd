import CivilTime
import Foundation
package import Delivery
package import Household
package import Planning

/// Hands each nudge to a program: its JSON on standard input, and its main fields in the variables
/// `RITUAL_…`; and hands it over again when it is taken back, with `withdrawn` as `RITUAL_EVENT`.
///
/// No shell is involved. Exit 0 is delivered; 75 (`EX_TEMPFAIL` of sysexits.h), a signal and a
/// timeout are failures that another attempt may mend; any other exit code is refused. The first
/// lines that the program prints are logged, without the nudge's text.
package struct CommandEmitter: Emitting {
    private static let temporaryFailure: Int32 = 75
    private static let mostLines = 20
    private static let longestLine = TextLimit(400, .scalars)

    private let settings: CommandSettings
    private let environment: [String: String]
    private let lane = BlockingLane(width: 2)

    /// The program runs in `environment`, which is this program's own unless it is given.
    package init(
        _ settings: CommandSettings,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.settings = settings
        self.environment = environment
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        await run("nudge", with: nudge)
    }

    /// Runs the program once more for each nudge, and says in `RITUAL_EVENT` what for.
    @discardableResult
    package func withdraw(_ messages: [ShownMessage]) async -> DeliveryAttempt {
        var attempt = DeliveryAttempt(.delivered, detail: "nothing to take back")
        for message in messages where attempt.result == .delivered {
            attempt = await run("withdrawn", with: message.nudge)
        }
        return attempt
    }

    private func run(_ event: String, with nudge: Nudge) async -> DeliveryAttempt {
        guard let input = try? nudge.json() else {
            return DeliveryAttempt(.refused, detail: "the nudge has no JSON form")
        }
        let child = ChildProcess(
            arguments: settings.arguments,
            environment: environment.merging(Self.variables(of: nudge, event)) { _, new in new },
            input: input
        )
        let timeout = settings.timeout
        let (ending, output) = await lane.run { child.run(timeout: timeout) }
        var attempt = Self.attempt(ending)
        attempt.output = Self.lines(of: output, without: nudge)
        return attempt
    }

    private static func lines(of output: [UInt8], without nudge: Nudge) -> [String] {
        let ids =
            nudge.sensitivity == .secret
            ? [nudge.occurrence.key.description, nudge.ritual, nudge.id] : []
        let words = [nudge.title, nudge.body, nudge.quote ?? "", nudge.prompt ?? ""] + ids
        let parts = words.flatMap { $0.split(whereSeparator: \.isNewline).map(String.init) }
        let redactor = Redactor(words + parts)
        let text = redactor.redact(String(decoding: output, as: UTF8.self))
        let lines = text.split(whereSeparator: \.isNewline).map {
            longestLine.cut(String($0).onOneLine)
        }
        guard lines.count > mostLines else {
            return lines
        }
        return lines.prefix(mostLines) + ["and \(lines.count - mostLines) lines more"]
    }

    private static func variables(of nudge: Nudge, _ event: String) -> [String: String] {
        [
            "RITUAL_EVENT": event,
            "RITUAL_ID": nudge.ritual,
            "RITUAL_OCCURRENCE": nudge.occurrence.key.description,
            "RITUAL_STAGE": nudge.stage.description,
            "RITUAL_PARTNER": nudge.partner,
            "RITUAL_PARTNERS": nudge.partners.joined(separator: " "),
            "RITUAL_NUDGE_ID": nudge.id,
            "RITUAL_DUE": nudge.due.description,
            "RITUAL_LATE": "\(nudge.late.components.seconds)",
            "RITUAL_TITLE": nudge.title,
            "RITUAL_BODY": nudge.body,
        ]
    }

    private static func attempt(_ ending: ChildProcess.Ending) -> DeliveryAttempt {
        switch ending {
        case .exited(0):
            DeliveryAttempt(.delivered, detail: "exit 0")
        case .exited(temporaryFailure):
            DeliveryAttempt(.failed(retryAfter: nil), detail: "exit 75, a temporary failure")
        case .exited(let code):
            DeliveryAttempt(.refused, detail: "exit \(code)")
        case .killed(let signal):
            DeliveryAttempt(.failed(retryAfter: nil), detail: "ended by signal \(signal)")
        case .timedOut:
            DeliveryAttempt(.failed(retryAfter: nil), detail: "timed out")
        case .failed(let code):
            DeliveryAttempt(
                code == ENOENT || code == EACCES ? .refused : .failed(retryAfter: nil),
                detail: "cannot be started: \(String(cString: strerror(code)).lowercased())"
            )
        }
    }
}
