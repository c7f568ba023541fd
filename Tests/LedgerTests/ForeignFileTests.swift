import Foundation
import Glibc
@testable import Ledger
import Delivery
import TestKit
import Testing

/// What belongs to another user; only root can give something away.
@Suite(.enabled(if: geteuid() == 0)) struct `A ledger of somebody else` {
    let folder: TemporaryFolder
    let state: String

    init() throws {
        folder = try TemporaryFolder()
        state = folder.path("state")
        #expect(mkdir(state, 0o755) == 0)
    }

    private func open() throws {
        _ = try SQLiteLedger(directory: state).summary()
    }

    private func status(of path: String) -> stat {
        var status = stat()
        stat(path, &status)
        return status
    }

    @Test func `is refused where the folder is theirs, and nothing in it is touched`() throws {
        let target = try folder.write("precious", to: "precious")
        #expect(chmod(target, 0o644) == 0)
        #expect(symlink(target, state + "/ledger.sqlite") == 0)
        #expect(chown(state, 65_534, 65_534) == 0)
        #expect(
            throws: LedgerError.foreign(
                "'\(state)' belongs to another user (uid 65534), and it has to be yours"
            )
        ) { try open() }
        #expect(status(of: target).st_mode & 0o777 == 0o644)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
    }

    @Test(arguments: [false, true])
    func `is refused where the file is theirs, and its mode is left`(_ isLinked: Bool) throws {
        let file = state + "/ledger.sqlite"
        let target = isLinked ? try folder.write("", to: "theirs") : file
        if isLinked {
            #expect(symlink(target, file) == 0)
        } else {
            try open()
        }
        #expect(chmod(target, 0o644) == 0 && chown(target, 65_534, 65_534) == 0)
        let size = status(of: target).st_size
        #expect(
            throws: LedgerError.foreign(
                "'\(file)' belongs to another user (uid 65534), and it has to be yours"
            )
        ) { try open() }
        #expect(status(of: target).st_mode & 0o777 == 0o644)
        #expect(status(of: target).st_size == size)
    }

    @Test func `is refused where the link is theirs, and one of our own is followed`() throws {
        let file = state + "/ledger.sqlite"
        #expect(symlink(folder.path("elsewhere"), file) == 0)
        #expect(lchown(file, 65_534, 65_534) == 0)
        #expect(
            throws: LedgerError.foreign(
                "the link '\(file)' belongs to another user (uid 65534), and it has to be yours"
            )
        ) { try open() }
        #expect(access(folder.path("elsewhere"), F_OK) != 0)
        #expect(lchown(file, 0, 0) == 0)
        try open()
        #expect(status(of: folder.path("elsewhere")).st_mode & 0o777 == 0o600)
    }
}
