import Foundation

/// A clock for another process, set with libfaketime: it starts at a time of the test's choice.
///
/// Timers and clocks of the process follow it, so what it does depends on no wall clock.
package struct FakeClock: Sendable {
    /// The start as UTC, `2026-01-09 18:59:58`.
    package var start: String
    /// How much faster than real time it runs.
    package var speed: Int

    package init(_ start: String, speed: Int = 1) {
        self.start = start
        self.speed = speed
    }

    /// The program to start the process with: `/usr/bin/env PROGRAM ARGUMENT…`.
    ///
    /// The library adds a variable to the environment of the first process it is loaded into, which
    /// moves the list of variables. Swift finds its arguments beside that list and would see none;
    /// `env`, which becomes the program, is that first process instead.
    package static let launcher = "/usr/bin/env"

    /// What the process needs in its environment, or `nil` where Debian's package faketime is
    /// not installed.
    package var environment: [String: String]? {
        guard let library = FakeClock.library else {
            return nil
        }
        return [
            "LD_PRELOAD": library,
            "FAKETIME": "@\(start)" + (speed == 1 ? "" : " x\(speed)"),
            // The times of files stay real, so that a change of one is seen.
            "NO_FAKE_STAT": "1",
            "TZ": "UTC",
        ]
    }

    private static let library: String? = {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
        return (folders.sorted().map { "/usr/lib/\($0)/faketime" } + ["/usr/lib/faketime"])
            .map { "\($0)/libfaketimeMT.so.1" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }()

    /// Removes what the library leaves in shared memory when its process has ended.
    package static func cleanUp(after pid: Int32) {
        for name in ["faketime_shm_\(pid)", "sem.faketime_sem_\(pid)"] {
            try? FileManager.default.removeItem(atPath: "/dev/shm/\(name)")
        }
    }
}
