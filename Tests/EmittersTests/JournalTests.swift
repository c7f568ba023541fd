import CivilTime
import Emitters
import Foundation
import Delivery
import Household
import Planning
import TestKit
import Testing

@Suite struct `The journal` {
    @Test func `an entry has the fields of the design`() throws {
        let entry = try JournalEntry(nudge(stage: .lead(Span(parsing: "3w")), late: .seconds(90)))
        #expect(
            entry.fields == [
                "MESSAGE=A ritual is coming.",
                "PRIORITY=5",
                "MESSAGE_ID=3f1d8a52c0b94e7d9a6e5b1c7f20d401",
                "SYSLOG_IDENTIFIER=rituald",
                "RITUAL_ID=check-in",
                "RITUAL_OCCURRENCE=check-in@2026-01-09T20:30",
                "RITUAL_STAGE=lead:3w",
                "RITUAL_PARTNER=alex",
                "RITUAL_NUDGE_ID=\(try nudge(stage: .lead(Span(parsing: "3w"))).id)",
                "RITUAL_DUE=2026-01-10T03:30:00Z",
                "RITUAL_LATE=90",
            ]
        )
    }

    @Test(arguments: [Sensitivity.public, .private])
    func `no entry has words of its nudge`(sensitivity: Sensitivity) throws {
        for kind in Stage.Kind.allCases {
            let stage = try #require(Stage(parsing: text(of: kind)))
            let title = "Long talk of ours"
            let fields = JournalEntry(
                try nudge(stage: stage, title: title, sensitivity: sensitivity)
            ).fields
            for words in [title, "Ten minutes", "good today"] {
                #expect(!fields.contains { $0.contains(words) }, "\(fields)")
            }
            let catalogue = try String(
                contentsOfFile: BuiltCommands.project("systemd/rituald.catalog"),
                encoding: .utf8
            )
            let message = try #require(fields.first).dropFirst("MESSAGE=".count)
            let subject = message.hasSuffix("?") ? message : message.dropLast()
            #expect(catalogue.contains("\nSubject: \(subject)\n"))
        }
    }

    @Test(arguments: ["ledger", "channel-off-hook"])
    func `what the daemon says of itself begins no ritual`(ritual: String) throws {
        var notice = try nudge()
        notice.ritual = ritual
        #expect(
            JournalEntry(notice).fields.first
                == "MESSAGE=rituald has something to say: see 'ritualctl status'."
        )
    }

    private func text(of kind: Stage.Kind) -> String {
        switch kind {
        case .lead: "lead:3w"
        case .snooze, .nag, .notice: "\(kind.rawValue):1"
        default: kind.rawValue
        }
    }

    @Test func `an urgent nudge is a warning`() throws {
        #expect(JournalEntry(try nudge(isUrgent: true)).fields.contains("PRIORITY=4"))
    }

    @Test(arguments: [
        (Stage.lead(Span(seconds: 7_200)), "401"), (.start, "402"), (.followUp, "403"),
        (.nag(2), "404"), (.digest, "405"), (.snooze(1), "407"), (.end, "408"),
        (.notice(1), "409"), (.again(.lead(Span(seconds: 7_200)), 1), "401"),
    ])
    func `each stage has a message id of its own`(_ stage: Stage, _ end: String) throws {
        let id = JournalEntry.messageID(of: try nudge(stage: stage))
        #expect(id == "3f1d8a52c0b94e7d9a6e5b1c7f20d\(end)")
    }

    @Test(arguments: Stage.Kind.allCases)
    func `each stage is explained in the catalogue and listed in the docs`(
        _ kind: Stage.Kind
    ) throws {
        let number =
            kind == .lead
            ? "lead:3w"
            : [.snooze, .nag, .notice].contains(kind)
                ? "\(kind.rawValue):1" : kind.rawValue
        let stage = try #require(Stage(parsing: number))
        let id = JournalEntry.messageID(of: try nudge(stage: stage))
        let catalogue = try String(
            contentsOfFile: BuiltCommands.project("systemd/rituald.catalog"),
            encoding: .utf8
        )
        let entries = catalogue.components(separatedBy: "\n-- ").dropFirst()
        let entry = try #require(entries.first { $0.hasPrefix("\(id)\nSubject: ") })
        #expect(entry.contains("\nDefined-By: rituald\n\n"))
        #expect(entry.contains("@RITUAL_OCCURRENCE@") || entry.contains("@RITUAL_PARTNER@"))
        let page = try String(
            contentsOfFile: BuiltCommands.project("docs/design/journal.md"),
            encoding: .utf8
        )
        #expect(page.contains("| `\(kind.rawValue)` | `\(id)` |"))
    }

    @Test func `a test nudge has a message id of its own`() throws {
        let nudge = Nudge.test(for: "alex", at: now, in: .utc)
        let fields = JournalEntry(nudge).fields
        #expect(fields.contains("MESSAGE_ID=3f1d8a52c0b94e7d9a6e5b1c7f20d40f"))
        #expect(fields.first == "MESSAGE=A test nudge.")
    }

    @Test func `what the journal refuses is told`() async throws {
        let attempt = await JournalEmitter(send: { _ in -2 }).deliver(try nudge())
        #expect(
            attempt
                == DeliveryAttempt(
                    .failed(retryAfter: nil),
                    detail: "cannot write to the journal: No such file or directory"
                )
        )
    }
}
