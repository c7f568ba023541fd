import Foundation
import Synchronization
import TestKit
import Testing

/// Compares all that the daemons and commands of the whole test run say with all that was secret in it.
///
/// Every line meets every secret, whichever of the two is known first; one that holds one fails
/// the run.
final class SecretWatch: Sendable {
    /// What may not be seen, and where.
    struct Secret: Hashable, Sendable {
        enum Kind: String, Sendable {
            case address, token
            /// What a nudge says and what the couple does; a command may show it to whoever asks for it.
            case title, body, prompt, quote, note, reason

            var isWord: Bool { self != .address && self != .token }
        }

        var kind: Kind
        var text: String
    }

    /// A line that was said: by a daemon to its log, the journal or the service manager, or by
    /// `ritualctl` to who asked.
    struct Line: Hashable, Sendable {
        var isLog: Bool
        var text: String
    }

    /// A line that holds a secret; it is described without that.
    struct Leak: Hashable, Sendable, CustomStringConvertible {
        var secret: Secret
        var line: Line

        var description: String {
            let shown = line.text.replacing(secret.text, with: "[\(secret.kind)]")
            return "\(line.isLog ? "a log" : "a command") tells a secret: \(shown)"
        }
    }

    private struct State {
        var secrets: Set<Secret> = []
        var lines: Set<Line> = []
    }

    /// Shorter addresses and tokens are words like any other, shorter words are found by chance.
    private static func shortest(_ kind: Secret.Kind) -> Int { kind.isWord ? 3 : 8 }
    private let state = Mutex(State())

    /// Takes up secrets, and returns where they were told already.
    func add(_ secrets: some Sequence<Secret>) -> [Leak] {
        let secrets = secrets.filter { $0.text.count >= Self.shortest($0.kind) }
        return state.withLock { state in
            let new = secrets.filter { state.secrets.insert($0).inserted }
            return new.flatMap { secret in
                state.lines.compactMap { Self.leak(of: secret, in: $0) }
            }
        }
    }

    /// Takes up lines, and returns which secrets they tell.
    func read(_ lines: some Sequence<Line>) -> [Leak] {
        state.withLock { state in
            let new = lines.filter { state.lines.insert($0).inserted }
            return new.flatMap { line in
                state.secrets.compactMap { Self.leak(of: $0, in: line) }
            }
        }
    }

    /// How much was compared so far.
    var count: (secrets: Int, lines: Int) {
        state.withLock { ($0.secrets.count, $0.lines.count) }
    }

    private static func leak(of secret: Secret, in line: Line) -> Leak? {
        guard line.isLog || !secret.kind.isWord, line.text.contains(secret.text),
            !secret.kind.isWord || stands(secret.text, in: line.text)
        else {
            return nil
        }
        return Leak(secret: secret, line: line)
    }

    /// Whether the words stand in a line by themselves, and not as a part of other words: the title
    /// "Tea" is not told by "Team", nor by the id "tea".
    private static func stands(_ words: String, in line: String) -> Bool {
        line.ranges(of: words).contains { range in
            let before = line[..<range.lowerBound].last
            let after = line[range.upperBound...].first
            return ![before, after].contains { $0?.isLetter == true || $0?.isNumber == true }
        }
    }
}

extension SecretWatch {
    /// The one of this test run.
    private static let shared = SecretWatch()

    /// What has been compared in this run so far.
    static var compared: (secrets: Int, lines: Int) { shared.count }

    /// Takes up the addresses, rooms and people's names that a config has, the secrets in the files that it refers to, and
    /// its words: titles, also those that an id is given, bodies and prompts.
    static func guardConfig(_ config: String, credentials: String? = nil) {
        var secrets: [Secret] = []
        for match in config.matches(
            of: /(?m)^\s*(?:url|answers) *= *"([a-z]+:\/\/)([^"\/]+)([^"]*)"/
        ) {
            secrets.append(Secret(kind: .address, text: String(match.2)))
            secrets.append(Secret(kind: .address, text: String(match.3)))
        }
        for match in config.matches(of: /{ *(file|credential) *= *"([^"]+)" *}/) {
            let path = match.1 == "file" ? String(match.2) : "\(credentials ?? "")/\(match.2)"
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            secrets += text.split(whereSeparator: \.isWhitespace).map {
                Secret(kind: .token, text: String($0))
            }
        }
        for match in config.matches(of: /(?m)^\s*(?:room|chat|matrix) *= *"([^"]+)"/) {
            secrets.append(Secret(kind: .address, text: String(match.1)))
        }
        for match in config.matches(of: /(?m)^\s*(title|body) *= *"([^"]+)"/) {
            let kind = Secret.Kind(rawValue: String(match.1)) ?? .body
            secrets.append(Secret(kind: kind, text: String(match.2)))
        }
        for match in config.matches(of: /(?m)^\s*prompts *= *\[([^\]]*)\]/) {
            secrets += match.1.matches(of: /"([^"]+)"/).map {
                Secret(kind: .prompt, text: String($0.1))
            }
        }
        report(shared.add(secrets))
    }

    /// Takes up what every request of the run brings to a service: tokens of buttons, the topics and bots
    /// that answers go through, credentials, and the places at which a listener goes on.
    static func guardRequests() {
        HTTPCapture.observe { report(shared.add(secrets(in: $0))) }
    }

    /// What is secret in a request, its words apart.
    static func secrets(in request: HTTPCapture.Request) -> [Secret] {
        var tokens = ["authorization", "x-gotify-key"].compactMap { request.headers[$0] }
            .map { String($0.split(separator: " ").last ?? "") }
        for match in request.path.matches(of: /\/bot([^\/]+)\/|\/([^\/]+-[0-9a-f]{32})\/json/) {
            tokens += [match.1, match.2].compactMap { $0.map(String.init) }
        }
        for match in request.path.matches(of: /[?&]since=([^&]+)/) {
            tokens.append(match.1.removingPercentEncoding ?? "")
        }
        let body = JSON(text: request.body) ?? .null
        for action in body["actions"].elements {
            tokens += [action["body"].string].compactMap(\.self)
            tokens += (action["url"].string ?? "").split(separator: "/").suffix(1).map(String.init)
        }
        for row in body["reply_markup"]["inline_keyboard"].elements {
            tokens += row.elements.compactMap { $0["callback_data"].string }
        }
        return tokens.map { Secret(kind: .token, text: $0) }
    }

    /// Whether a text is watched.
    static func guards(_ text: String) -> Bool {
        shared.state.withLock { state in state.secrets.contains { $0.text == text } }
    }

    /// Takes up the notes and reasons that a `ritualctl` is given as arguments, or as `input`.
    static func guardArguments(_ words: [String], input: String? = nil) {
        let kinds = ["--note": Secret.Kind.note, "--reason": .reason, "moment": .note]
        var secrets: [Secret] = []
        for (option, text) in zip(words, words.dropFirst()) {
            guard let kind = kinds[option], let text = text == "-" ? input : text else {
                continue
            }
            // A log that escapes what is between them tells the parts.
            let parts = text.split {
                $0.isNewline || $0.unicodeScalars.contains { $0.value < 0x20 }
            }
            secrets += ([text] + parts.map(String.init).filter { $0.count >= 8 }).map {
                Secret(kind: kind, text: $0)
            }
        }
        report(shared.add(secrets))
    }

    /// Takes up the notes and reasons that a line for a shell gives in quotes.
    static func guardShell(_ line: String) {
        for match in line.matches(of: /(--note|--reason)[ =]["']([^"']+)["']/) {
            guardArguments([String(match.1), String(match.2)])
        }
    }

    /// Takes up what a nudge said, a line of JSON on standard output.
    static func guardNudges(_ lines: [String]) {
        let words = lines.compactMap { JSON(text: $0) }.flatMap { nudge in
            [Secret.Kind.title, .body, .prompt, .quote].compactMap { kind in
                nudge[kind.rawValue].string.map { Secret(kind: kind, text: $0) }
            }
        }
        report(shared.add(words))
    }

    static func readLog(_ lines: [String]) {
        report(shared.read(lines.map { Line(isLog: true, text: $0) }))
    }

    static func readCommand(_ result: CommandResult) {
        report(shared.read((result.output + result.errors).map { Line(isLog: false, text: $0) }))
    }

    private static func report(_ leaks: [Leak]) {
        for leak in leaks {
            Issue.record("\(leak)")
        }
    }
}
