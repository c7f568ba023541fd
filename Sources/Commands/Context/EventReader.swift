import ControlAPI

/// Reads server-sent events (HTML Living Standard, section 9.2) behind the head of an HTTP reply.
struct EventReader {
    private var rest: [UInt8] = []
    private var isBody = false
    private var name = ""
    private var data = ""
    /// What the daemon answers, where that is not a good one.
    private var status: String?

    /// Why there are no events: the problem that the daemon names.
    var refusal: ControlClientError? {
        status.map { status in
            let problem = try? ControlJSON.read(Problem.self, from: rest)
            return .broken(problem?.detail ?? "it answers HTTP \(status)")
        }
    }

    /// No line is longer than the texts of a ritual make one.
    private static let longestLine = 1 << 20

    mutating func take(_ bytes: some Sequence<UInt8>) -> [EventStep] {
        rest += bytes
        var steps: [EventStep] = []
        while status == nil || !isBody, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            rest.removeFirst(end + 1)
            steps += take(line.last == "\r" ? String(line.dropLast()) : line)
        }
        if rest.count > Self.longestLine {
            rest = []
        }
        return steps
    }

    private mutating func take(_ line: String) -> [EventStep] {
        guard isBody else {
            return takeHead(line)
        }
        if line.hasPrefix("event: ") {
            name = String(line.dropFirst(7))
        } else if line.hasPrefix("data: ") {
            data = String(line.dropFirst(6))
        } else if line.isEmpty, !name.isEmpty {
            defer { (name, data) = ("", "") }
            // What cannot be read is of another version.
            return (try? EventMessage(name: name, data: data)).map { [.event($0)] } ?? []
        }
        return []
    }

    private mutating func takeHead(_ line: String) -> [EventStep] {
        if line.hasPrefix("HTTP/") {
            let status = line.split(separator: " ").dropFirst().first ?? ""
            self.status = status == "200" ? nil : String(status)
        }
        isBody = line.isEmpty
        return isBody && status == nil ? [.connected] : []
    }
}
