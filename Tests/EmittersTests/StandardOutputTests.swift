import CivilTime
import Emitters
import Foundation
import Delivery
import Household
import Planning
import SystemZones
import Testing

@Suite struct `Standard output` {
    private func emitter(
        _ pipe: OutputPipe,
        _ format: StandardOutputSettings.Format,
        names: [String: String] = ["alex": "Alex", "sam": "Sam"],
        timeout: Duration = .seconds(5)
    ) -> StandardOutputEmitter {
        StandardOutputEmitter(
            StandardOutputSettings(format: format),
            descriptor: pipe.write,
            zones: SystemZoneDatabase(),
            names: names,
            timeout: timeout
        )
    }

    struct Line: Sendable {
        var nudge: @Sendable () throws -> Nudge
        var text: String
    }

    static let lines = [
        Line(
            nudge: { try EmittersTests.nudge() },
            text: "20:30  Check-in · Alex — Ten minutes, phones away. What was good today?"
        ),
        Line(
            nudge: { try EmittersTests.nudge(body: "", prompt: nil) },
            text: "20:30  Check-in · Alex"
        ),
        Line(
            nudge: { try EmittersTests.nudge(prompt: nil, late: .seconds(7_260)) },
            text:
                "20:30  Check-in · Alex (this reminder is 2 h 1 min late) — Ten minutes, phones away."
        ),
        Line(
            nudge: { try EmittersTests.nudge(body: "", prompt: nil).forBoth },
            text: "20:30  Check-in · Alex and Sam"
        ),
        Line(
            nudge: { try EmittersTests.nudge(body: "one\ntwo\u{1b}[31m\u{202e}x", prompt: nil) },
            text: "20:30  Check-in · Alex — one two [31m x"
        ),
    ]

    @Test(arguments: lines)
    func `a nudge is one line for a person`(_ line: Line) async throws {
        let pipe = try OutputPipe()
        _ = await emitter(pipe, .text).deliver(try line.nudge())
        #expect(pipe.contents() == line.text + "\n")
    }

    @Test func `a nudge for both is one line of JSON that names both`() async throws {
        let pipe = try OutputPipe()
        let sent = try nudge().forBoth
        _ = await emitter(pipe, .json).deliver(sent)
        let line = pipe.contents()
        #expect(line.contains(#""partner":"alex","partners":["alex","sam"],"#))
        #expect(try JSONDecoder().decode(Nudge.self, from: Data(line.utf8)) == sent)
    }

    @Test func `a partner without a name is shown by the id`() async throws {
        let pipe = try OutputPipe()
        _ = await emitter(pipe, .text, names: [:]).deliver(try nudge(body: "", prompt: nil))
        #expect(pipe.contents() == "20:30  Check-in · alex\n")
    }

    @Test func `where it is no terminal a nudge is one line of JSON`() async throws {
        let pipe = try OutputPipe()
        let sent = try nudge(body: "one\ntwo", sensitivity: .private)
        _ = await emitter(pipe, .auto).deliver(sent)
        let line = pipe.contents()
        #expect(line.hasSuffix("}\n"))
        #expect(line.filter(\.isNewline).count == 1)
        #expect(try JSONDecoder().decode(Nudge.self, from: Data(line.utf8)) == sent)
        #expect(line.hasPrefix(#"{"actions":["done","later"],"body":"one\ntwo","due":"#))
    }

    @Test(arguments: [StandardOutputSettings.Format.auto, .text, .json])
    func `where it is the journal a line has no words of the nudge`(
        format: StandardOutputSettings.Format
    ) async throws {
        let pipe = try OutputPipe()
        var status = stat()
        #expect(fstat(pipe.write, &status) == 0)
        func emitter(_ stream: String) -> StandardOutputEmitter {
            StandardOutputEmitter(
                StandardOutputSettings(format: format),
                descriptor: pipe.write,
                zones: SystemZoneDatabase(),
                journalStream: stream
            )
        }
        let unseen = await emitter("\(status.st_dev):\(status.st_ino)").deliver(try nudge())
        #expect(
            unseen
                == DeliveryAttempt(
                    .delivered,
                    detail: "standard output is the journal, where nobody sees a nudge"
                )
        )
        #expect(pipe.contents() == "A ritual begins.\n")
        _ = await emitter("\(status.st_dev):\(status.st_ino + 1)").deliver(try nudge())
        #expect(pipe.contents().contains("Ten minutes"))
    }

    @Test func `JSON escapes what a terminal would obey, and the value survives`() async throws {
        let pipe = try OutputPipe()
        let sent = try nudge(title: "a\u{9b}2J\u{202e}b\u{7f}", body: "\u{1b}[31m\u{2028}")
        _ = await emitter(pipe, .json).deliver(sent)
        let line = pipe.contents()
        #expect(line.contains(#""title":"a\u009b2J\u202eb\u007f""#), "\(line)")
        #expect(try JSONDecoder().decode(Nudge.self, from: Data(line.utf8)) == sent)
    }

    @Test func `lines of many nudges at once stay whole`() async throws {
        let pipe = try OutputPipe()
        let emitter = emitter(pipe, .json)
        let nudges = try (0..<40).map { try nudge(stage: .nag($0)) }
        await withTaskGroup { group in
            for nudge in nudges {
                group.addTask { _ = await emitter.deliver(nudge) }
            }
        }
        let lines = pipe.contents().split(separator: "\n")
        let read = try lines.map { try JSONDecoder().decode(Nudge.self, from: Data($0.utf8)) }
        #expect(Set(read) == Set(nudges))
    }

    @Test func `a reader that reads nothing delays no one for ever`() async throws {
        let pipe = try OutputPipe()
        let emitter = emitter(pipe, .json, timeout: .milliseconds(20))
        let long = try nudge(body: String(repeating: "x", count: 100_000))
        let attempt = await emitter.deliver(long)
        #expect(
            attempt == DeliveryAttempt(.failed(retryAfter: nil), detail: "nobody reads the output")
        )
        _ = pipe.contents()
        #expect(await emitter.deliver(try nudge()).result == .delivered)
    }

    @Test func `a line that was cut off is ended before the next, and not told twice`() async throws
    {
        let pipe = try OutputPipe()
        let emitter = emitter(pipe, .json, timeout: .milliseconds(20))
        let long = try nudge(body: String(repeating: "x", count: 100_000))
        let short = try nudge(stage: .nag(1))
        #expect(await emitter.deliver(long).result == .failed(retryAfter: nil))
        var text = pipe.contents()
        #expect(await emitter.deliver(short).result == .delivered)
        text += pipe.contents()
        #expect(await emitter.deliver(long).result == .delivered)
        #expect(await emitter.deliver(long).result == .failed(retryAfter: nil))
        text += pipe.contents()
        #expect(await emitter.deliver(long).result == .delivered)
        text += pipe.contents()
        let lines = text.split(separator: "\n")
        let read = try lines.map { try JSONDecoder().decode(Nudge.self, from: Data($0.utf8)) }
        #expect(read == [long, short, long])
    }

    @Test func `a line that was not begun is not told by the next`() async throws {
        let pipe = try OutputPipe()
        let emitter = emitter(pipe, .json, timeout: .milliseconds(20))
        let short = try nudge(stage: .nag(1))
        for number in 0..<200 {
            _ = await emitter.deliver(try nudge(stage: .nag(number)))
        }
        #expect(await emitter.deliver(short).result == .failed(retryAfter: nil))
        _ = pipe.contents()
        #expect(await emitter.deliver(try nudge()).result == .delivered)
        let line = pipe.contents()
        #expect(try JSONDecoder().decode(Nudge.self, from: Data(line.utf8)) == nudge())
    }

    @Test func `a reader that is gone is survived`() async throws {
        let pipe = try OutputPipe()
        pipe.closeReadEnd()
        let attempt = await emitter(pipe, .text).deliver(try nudge())
        #expect(attempt == DeliveryAttempt(.failed(retryAfter: nil), detail: "Broken pipe"))
    }
}
