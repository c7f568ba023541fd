import Foundation
import Glibc
import Synchronization
import TestKit

/// A rituald under test, ended with the test at the latest.
final class RunningDaemon: Sendable {
    let process: ChildProcess
    private let notify: NotifySocket
    private let peak = Mutex<Int?>(nil)

    init(_ process: ChildProcess, _ notify: NotifySocket) {
        self.process = process
        self.notify = notify
        // Nobody waits for a word from a daemon that has ended.
        Task { [notify, process] in
            _ = try? await process.exit()
            FakeClock.cleanUp(after: process.pid)
            _ = try? await process.errors.all()
            SecretWatch.guardNudges(process.output.events)
            SecretWatch.readLog(process.errors.events)
            SecretWatch.readLog(notify.messages.events)
            notify.end()
        }
    }

    deinit {
        kill()
    }

    /// The lines on standard output: the nudges, one line of JSON each.
    var nudges: EventLog<String> { process.output }
    /// The lines on standard error.
    var log: EventLog<String> { process.errors }
    /// What it told the service manager.
    var notifications: EventLog<String> { notify.messages }

    /// Awaits the next nudge about a ritual, from the `start`-th line on.
    func nudge(of ritual: String, from start: Int = 0) async throws -> JSON {
        let line = try await nudges.first(from: start) {
            JSON(text: $0)?["ritual"] == .text(ritual)
        }
        return JSON(text: line) ?? .null
    }

    /// Stops it as a service manager does, and awaits its end.
    func stop() async throws -> ChildProcess.Exit {
        peak.withLock { $0 = readPeakMemory() }
        process.send(SIGTERM)
        let exit = try await process.exit()
        SecretWatch.guardNudges(try await process.output.all())
        SecretWatch.readLog(try await process.errors.all())
        SecretWatch.readLog(notify.messages.events)
        return exit
    }

    /// The most memory that it had when it was stopped, in KiB.
    var peakMemory: Int? { peak.withLock { $0 } }

    private func readPeakMemory() -> Int? {
        let status = try? String(contentsOfFile: "/proc/\(process.pid)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first
    }

    /// Returns once it has no connection any more: the thread of all transfers has ended.
    func noTransfer() async throws {
        let folder = "/proc/\(process.pid)/task"
        while true {
            let threads = try FileManager.default.contentsOfDirectory(atPath: folder)
            let names = threads.map { thread in
                (try? String(contentsOfFile: "\(folder)/\(thread)/comm", encoding: .utf8)) ?? ""
            }
            guard names.contains("transfers\n") else {
                return
            }
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    func reload() {
        process.send(SIGHUP)
    }

    /// Ends it as a power cut does.
    func kill() {
        process.end()
        FakeClock.cleanUp(after: process.pid)
    }
}
