import CivilTime
import Emitters
import Household
import Logging
import Planning

// What the log and the service manager are told.

extension Runtime {
    func greet() async {
        let line = await statusLine()
        log.notice("keeping \(line)")
        log.notice("ask: \(options.controlHint) upcoming")
        let channels = await planning.household.channels
        let unseen = channels.filter { $0.type == .stdout && config.isOutputJournal }
        if let channel = channels.first(where: { !unseen.contains($0) }) {
            log.notice("see a nudge now: \(options.controlHint) send-test \(channel.id)")
        }
        for channel in unseen {
            log.notice("channel '\(channel.id)': \(StandardOutputEmitter.unseen)")
        }
        notifier.ready(line)
    }

    func reportStatus() async {
        notifier.status(await statusLine())
    }

    /// The status in one line, for the log and the service manager:
    /// `9 rituals for two partners; next: a ritual, today 20:30`.
    ///
    /// The line has no titles, because everybody on the machine may ask the service manager.
    ///
    /// `systemctl --user reload` only reports that it failed, so this line says where to find the
    /// reason.
    func statusLine() async -> String {
        let refused = "the last reload was refused, 'ritualctl check' says why; "
        let isRefused = !config.current.rejected.isEmpty
        return (isRefused ? refused : "") + (await keptLine())
    }

    private func keptLine() async -> String {
        let snapshot = await planning.snapshot()
        if let degraded = snapshot.degraded {
            return "\(config.summary); \(degraded.reason)"
        }
        let next = Agenda(snapshot.plan).upcoming(after: snapshot.now, count: 1).first
        guard let next else {
            return "\(config.summary); nothing is coming"
        }
        let time = RelativeTime(now: snapshot.now, zone: snapshot.household.zone)
        return "\(config.summary); next: a ritual, \(time.moment(next.start.instant))"
    }
}
