import Emitters
import Foundation
import Delivery
import Household
import Planning
import TestKit
import Testing

@Suite struct `What a command prints` {
    private func attempt(_ script: String, of sent: Nudge? = nil) async throws -> DeliveryAttempt {
        let emitter = CommandEmitter(
            CommandSettings(arguments: ["/bin/sh", "-c", script]),
            environment: ["PATH": "/usr/bin:/bin"]
        )
        return await emitter.deliver(try sent ?? nudge())
    }

    @Test func `is for the log, line by line, whatever became of it`() async throws {
        let attempt = try await attempt("echo one; printf 'two\\033[31m\\ttabs' >&2; exit 75")
        #expect(attempt.output == ["one", "two [31m tabs"])
        #expect(attempt.result == .failed(retryAfter: nil))
    }

    @Test func `holds none of the nudge's words`() async throws {
        let sent = try nudge(
            title: "Walk",
            body: "Ten \"minutes\",\nphones/away.",
            sensitivity: .private
        )
        let attempt = try await attempt("cat; echo; env | sort; echo \"$RITUAL_BODY\"", of: sent)
        #expect(attempt.result == .delivered)
        #expect(
            attempt.output.contains {
                $0.hasPrefix(#"{"actions":["done","later"],"body":"<redacted>""#)
            }
        )
        #expect(attempt.output.contains("RITUAL_TITLE=<redacted>"))
        for line in attempt.output {
            for word in ["Walk", "Ten", "phones", "good today"] {
                #expect(!line.contains(word), "\(line)")
            }
        }
    }

    @Test func `holds no part of a word that is cut off with it`() async throws {
        // Nineteen lines of 862 bytes leave six of the 16,384 for the twentieth.
        let filler = "head -c 16359 /dev/zero | tr '\\0' x | fold -w 861; echo"
        let attempt = try await attempt("\(filler); echo \"$RITUAL_TITLE\"; echo end")
        #expect(attempt.output.count == 19)
        #expect(attempt.output.allSatisfy { Set($0).isSubset(of: ["x", "…"]) })
    }

    @Test func `is bounded, and the program is not held up by it`() async throws {
        let attempt = try await attempt("yes ha | head -c 3000000; echo end >&2")
        #expect(attempt.result == .delivered)
        #expect(attempt.output.count == 21)
        #expect(attempt.output.dropLast().allSatisfy { $0 == "ha" })
        #expect(attempt.output.last?.hasSuffix("lines more") == true)

        let line = try await self.attempt("head -c 100000 /dev/zero | tr '\\0' x")
        #expect(line.output.map(\.count) == [400])
    }

    @Test func `is not waited for where a program has left another behind`() async throws {
        let attempt = try await attempt("sleep 1000 & echo $!")
        #expect(attempt.result == .delivered)
        let pid = try #require(attempt.output.first.flatMap { pid_t($0) })
        #expect(kill(pid, 0) == 0)
        kill(pid, SIGKILL)
    }
}
