import CivilTime
import ControlAPI
import Delivery
import Household
import PlainText

/// `ritualctl status` for people: one short line for each part of the daemon.
struct StatusSheet {
    let status: StatusMessage
    let context: CommandContext

    private var style: Style { context.style }

    var lines: [String] {
        [title] + otherVersion + config + ledger + [row("outbox", outbox)] + channels + pauses
            + holds + [
                row("next", next)
            ]
    }

    private var relative: RelativeTime { context.relativeTime(in: status.zone.name) }

    private var title: String {
        style.strong("rituald \(status.version)")
            + " has run for \(RelativeTime.length(of: relative.now - status.started))"
            + style.faint(" (pid \(status.pid))")
    }

    private var otherVersion: [String] {
        VersionNotice.lines(daemon: status.version).map { row("", style.warning($0)) }
    }

    private var config: [String] {
        let config = status.config
        let summary = CountPhrase.household(rituals: config.rituals, partners: config.partners)
        let rules = status.zone.tzdata.map { " by tzdata \($0)" } ?? ""
        var lines = [
            row("config", "\(config.path), read \(moment(config.loaded))"),
            row("keeps", "\(summary), in \(status.zone.name)\(rules)"),
        ]
        if !config.rejected.isEmpty {
            lines.append(row("", style.bad("the last reload was rejected; the config is kept:")))
            lines += config.rejected.map { row("", $0.description) }
        }
        return lines
    }

    private var ledger: [String] {
        let ledger = status.ledger
        let decisions = CountPhrase.counted(ledger.decisions, "decision")
        let through = ledger.through.map { "all decided up to \(moment($0))" } ?? "new"
        return [
            row("ledger", ledger.path),
            row("", "\(size(ledger.bytes)), \(decisions), \(through)"),
        ] + degraded.map { row("", style.bad($0)) } + repair.map { row("", style.warning($0)) }
    }

    private var degraded: [String] {
        guard let reason = status.ledger.degradedReason?.withoutControls else {
            return []
        }
        guard let since = status.ledger.degradedSince else {
            return [reason]
        }
        let start = status.ledger.unwritableAtStart ? "rituald was started " : ""
        return ["\(reason), since \(start)\(moment(since))"]
    }

    /// That it was damaged, and what became of the file.
    private var repair: [String] {
        guard let repair = status.ledger.repair else {
            return []
        }
        let restored = repair.restored.map { "restored from a backup of \(moment($0))" }
        let lies = repair.setAside.map {
            [
                "the damaged file is \($0.withoutControls)",
                "removing it acknowledges the repair: 'status' stops reporting it",
            ]
        }
        return [
            "found damaged \(moment(repair.at)), \(restored ?? "begun anew: no backup was sound")"
        ] + (lies ?? [])
    }

    private var pauses: [String] {
        status.pauses.enumerated().map { index, pause in
            row(index == 0 ? "paused" : "", PauseSentence(pause, in: context).back)
        }
    }

    private var holds: [String] {
        status.holds.enumerated().map { index, hold in
            let sentence = HoldSentence(hold: hold, context: context)
            let text = "\(sentence.what) until \(sentence.until)\(sentence.reason)"
            return row(index == 0 ? "on hold" : "", text)
        }
    }

    private var outbox: String {
        let counts = status.ledger.deliveries
        let waiting = counts.pending + counts.sending
        let waits = waiting == 0 ? "nothing waits" : "\(waiting) to be delivered"
        let dead = counts.dead == 0 ? "" : style.bad(", \(counts.dead) given up")
        return "\(waits), \(counts.delivered) delivered\(dead)"
    }

    private var channels: [String] {
        let ids = status.channels.map { CellWidth.of($0.id) }.max() ?? 0
        let types = status.channels.map { CellWidth.of($0.type) }.max() ?? 0
        return status.channels.enumerated().map { index, channel in
            let label = index == 0 ? "channels" : ""
            let name = "\(channel.id.fitted(to: ids))  \(channel.type.fitted(to: types))"
            return row(
                label,
                "\(name)  \(state(of: channel))\(health(of: channel))\(held(by: channel))\(refusals(of: channel))"
            )
        } + notices + standing
    }

    /// The answers from there that changed nothing.
    private func refusals(of channel: StatusMessage.Channel) -> String {
        channel.refusedAnswers == 0
            ? "" : "; \(CountPhrase.counted(channel.refusedAnswers, "answer")) not taken"
    }

    /// The channels on which a message stays that was answered meanwhile.
    private var standing: [String] {
        let ids = status.channels.filter { !$0.takesBack }.map(\.id.withoutControls)
        let whose = ids.count == 1 ? "it has" : "they have"
        let text = "\(Phrase.list(ids)) cannot take back what \(whose) shown"
        return ids.isEmpty ? [] : [row("", style.faint(text))]
    }

    private func held(by channel: StatusMessage.Channel) -> String {
        channel.held == 0
            ? "" : style.warning("; \(CountPhrase.counted(channel.held, "nudge")) held")
    }

    /// What is to be known of channels.
    private var notices: [String] {
        status.channels.compactMap { channel in
            channel.notice.map {
                row("", style.warning("\(channel.id.withoutControls): \($0.withoutControls)"))
            }
        }
    }

    /// How a channel fares that does not fare well, and when it last did.
    private func health(of channel: StatusMessage.Channel) -> String {
        if let since = channel.disabledSince {
            return style.bad("; switched off \(moment(since)), 'outbox retry' switches it on")
        }
        guard channel.failures > 0 else {
            return ""
        }
        let failures = CountPhrase.counted(channel.failures, "failure")
        let last = channel.lastSuccess.map { ", last delivered \(moment($0))" } ?? ""
        let rests = channel.breaker == .open ? channel.coolDownUntil : nil
        let rest = rests.map { ", rests until \(moment($0))" } ?? ""
        return style.warning("; \(failures) in a row\(last)\(rest)")
    }

    private func state(of channel: StatusMessage.Channel) -> String {
        let detail = channel.detail.map { ": \($0.withoutControls)" } ?? ""
        return switch channel.state {
        case nil: style.faint(unused(channel)) + detail
        case .delivered: style.good("delivered") + detail
        case .pending: style.warning("to be tried again") + detail
        case .dead: style.bad("given up") + detail
        case .testFailed: style.warning("the last test did not arrive") + detail
        }
    }

    /// Of a channel that was not used since the daemon started.
    private func unused(_ channel: StatusMessage.Channel) -> String {
        channel.lastSuccess.map { "last delivered \(moment($0))" } ?? "not used yet"
    }

    private var next: String {
        guard let next = status.next else {
            return "nothing is coming"
        }
        let held = next.held ? ", on hold" : ""
        return "\(next.title.cut(to: 36)), \(OccurrenceTimes(next, in: context).phrase)\(held)"
    }

    private func row(_ label: String, _ text: String) -> String {
        style.faint(label.fitted(to: 8)) + "  " + text
    }

    private func moment(_ instant: Instant) -> String { relative.moment(instant) }

    private func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1024: return "\(bytes) B"
        case ..<(1024 * 1024): return "\(bytes / 1024) KiB"
        default:
            let tenths = bytes * 10 / (1024 * 1024)
            return "\(tenths / 10).\(tenths % 10) MiB"
        }
    }
}
