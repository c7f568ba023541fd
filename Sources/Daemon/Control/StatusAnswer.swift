import CivilTime
import ControlAPI
import Delivery
import Emitters
import Glibc
import Household
import Planning

/// Answers `status`: the daemon's health.
struct StatusAnswer {
    /// The facts that stay the same for as long as the daemon runs.
    struct Process: Sendable {
        let started: Instant
        let ledgerPath: String
        /// Reads the version of the zone rules, which may be replaced while the daemon runs.
        let tzdata: @Sendable () -> String?
        /// Whether standard output is the journal, where nobody sees a nudge.
        var isOutputJournal = false
        /// How many answers changed nothing since the start, by their channels.
        var refusals: @Sendable () -> [String: Int] = { [:] }
    }

    let snapshot: Snapshot
    let config: CurrentConfig.State
    /// How the last attempt on each channel went, by the channel's id.
    let lastAttempts: [String: Lane.LastAttempt]
    /// What partners should know of the channels, by the channel's id.
    let notices: [String: String]
    let process: Process

    func status() throws -> StatusMessage {
        let summary = try snapshot.ledger.summary()
        return StatusMessage(
            snapshot.planner,
            at: snapshot.now,
            pid: Int(getpid()),
            started: process.started,
            config: StatusMessage.Config(
                path: config.path,
                loaded: config.loaded,
                rituals: config.rituals,
                partners: config.partners,
                rejected: config.rejected
            ),
            tzdata: process.tzdata(),
            ledger: try ledger(summary),
            channels: try snapshot.household.channels.map { channel in
                var message = try self.channel(channel)
                message.held = summary.held[channel.id] ?? 0
                message.notice = notices[channel.id]
                return message
            } + calendar()
        )
    }

    private func ledger(_ summary: LedgerSummary) throws -> StatusMessage.Ledger {
        var message = StatusMessage.Ledger(summary, path: process.ledgerPath)
        if let degraded = snapshot.degraded {
            message.degradedReason = degraded.reason
            message.degradedSince = degraded.since
            message.unwritableAtStart = degraded.isSinceStart
        }
        message.repair = try lastRepair()
        return message
    }

    /// The last repair of the ledger, which is reported for some days.
    private func lastRepair() throws -> StatusMessage.Repair? {
        let repairs = try snapshot.ledger.repairs(since: snapshot.now - LedgerCare.repairShown)
        let folder = process.ledgerPath.lastIndex(of: "/").map { process.ledgerPath[...$0] } ?? ""
        return repairs.last.map { StatusMessage.Repair($0, in: folder) }
    }

    /// The calendar that is put at an address; none where there is no address.
    private func calendar() throws -> [StatusMessage.Channel] {
        guard config.machine.calendar?.upload != nil else {
            return []
        }
        let id = Delivery.calendarChannel
        var message = StatusMessage.Channel(
            id: id,
            type: "calendar",
            takesBack: true,
            try snapshot.ledger.health(of: id),
            at: snapshot.now
        )
        take(lastAttempts[id], into: &message)
        return [message]
    }

    private func take(_ last: Lane.LastAttempt?, into message: inout StatusMessage.Channel) {
        if let last {
            message.state = .init(last.state, isTest: last.isTest)
            message.detail = last.detail
        }
    }

    private func channel(_ channel: Channel) throws -> StatusMessage.Channel {
        var message = StatusMessage.Channel(
            id: channel.id,
            type: channel.type.rawValue,
            takesBack: channel.takesBack,
            try snapshot.ledger.health(of: channel.id),
            at: snapshot.now
        )
        message.refusedAnswers = process.refusals()[channel.id] ?? 0
        if process.isOutputJournal, channel.type == .stdout {
            message.detail = StandardOutputEmitter.unseen
        }
        take(lastAttempts[channel.id], into: &message)
        return message
    }
}
