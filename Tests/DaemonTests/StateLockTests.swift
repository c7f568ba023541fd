import Foundation
import Glibc
import TestKit
import Testing

@testable import Daemon

@Suite struct StateLockTests {
    @Test func `a directory that was removed is still held, and so is every name of it`() throws {
        let house = try House()
        let state = house.folder + "/state"
        let run = [house.folder + "/run"]
        let files = FileManager.default
        try files.createDirectory(atPath: state, withIntermediateDirectories: true)
        try files.createSymbolicLink(atPath: house.folder + "/link", withDestinationPath: state)
        let lock = try StateLock(on: state, in: run)
        try files.removeItem(atPath: state)
        for name in ["state", "state/", "./state"] {
            let error = #expect(throws: StateInUse.self) {
                try StateLock(on: "\(house.folder)/\(name)", in: run)
            }
            #expect(error?.process == getpid())
        }
        try files.createDirectory(atPath: state, withIntermediateDirectories: true)
        let error = #expect(throws: StateInUse.self) {
            try StateLock(on: house.folder + "/link", in: run)
        }
        #expect(
            error?.description
                == "another rituald, process \(getpid()), uses '\(house.folder)/link'; stop it with "
                + "'systemctl --user stop rituald.socket rituald' or 'kill \(getpid())'"
        )
        _ = try StateLock(on: house.folder + "/other", in: run)
        withExtendedLifetime(lock) {}
    }

    @Test func `it ends with its holder, also while a child is being started`() throws {
        let house = try House()
        let run = house.folder + "/run"
        var lock: StateLock? = try StateLock(on: house.folder, in: [run])
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: run).first)
        let child = try #require(OpenFiles.duplicate(at: "\(run)/\(name)"))
        defer { close(child) }
        withExtendedLifetime(lock) {}
        lock = nil
        _ = try StateLock(on: house.folder, in: [run])
    }

    @Test func `it ends with its holder, and lies elsewhere where its folder cannot be used`()
        throws
    {
        let house = try House()
        let run = house.folder + "/run"
        try Data().write(to: URL(fileURLWithPath: house.folder + "/file"))
        do {
            _ = try StateLock(on: house.folder, in: [house.folder + "/file/run", run])
        }
        _ = try StateLock(on: house.folder, in: [run])
        #expect(throws: SystemError.self) {
            try StateLock(on: house.folder, in: [house.folder + "/file/run"])
        }
    }
}
