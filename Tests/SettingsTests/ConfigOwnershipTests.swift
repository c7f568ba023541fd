import CivilTime
import Foundation
import Glibc
import Household
import Settings
import SystemZones
import TestKit
import Testing

/// A config says which programs run as its reader, so nobody else may write it.
@Suite struct ConfigOwnershipTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func messages(_ path: String) -> [String] {
        ConfigReader(zones: SystemZoneDatabase(), systemZone: .utc).read(file: path)
            .diagnostics.map { $0.description.replacing(folder.path, with: "DIR") }
    }

    /// A group that is nobody's own: that of the number has no name, or the name of no user.
    private static let sharedGroup: gid_t = 64_999

    @Test(arguments: [(mode_t(0o602), false), (0o666, false), (0o644, true), (0o600, true)])
    func `a file that others can write is refused with the command that mends it`(
        _ mode: mode_t,
        _ isTaken: Bool
    ) throws {
        let path = try folder.write(ConfigCase.couple, to: "c.toml")
        #expect(chmod(path, mode) == 0)
        let expected =
            "DIR/c.toml: error: can be written by others, and the programs that it names would run "
            + "as you; `chmod go-w 'DIR/c.toml'` keeps it to its owner"
        #expect(messages(path) == (isTaken ? [] : [expected]))
    }

    @Test(.enabled(if: geteuid() == 0))
    func `a group may write that is the owner's own`() throws {
        let path = try folder.write(ConfigCase.couple, to: "c.toml")
        #expect(chmod(path, 0o660) == 0)
        #expect(messages(path) == [])
        #expect(chown(path, 0, Self.sharedGroup) == 0)
        #expect(messages(path).count == 1)
    }

    @Test(.enabled(if: geteuid() == 0))
    func `a file of another user is refused, through a link too`() throws {
        let path = try folder.write(ConfigCase.couple, to: "c.toml")
        let link = folder.path("link.toml")
        #expect(symlink("c.toml", link) == 0)
        #expect(messages(link) == [])
        #expect(chown(path, 65_534, 65_534) == 0)
        for name in ["c.toml", "link.toml"] {
            #expect(
                messages(folder.path(name)) == [
                    "DIR/\(name): error: belongs to another user (uid 65534), and the programs that "
                        + "it names would run as you; `sudo chown 0 'DIR/c.toml'` makes it yours"
                ]
            )
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func `a link that another user made is refused`() throws {
        try folder.write(ConfigCase.couple, to: "c.toml")
        let link = folder.path("link.toml")
        #expect(symlink("c.toml", link) == 0 && lchown(link, 65_534, 65_534) == 0)
        #expect(
            messages(link) == [
                "DIR/link.toml: error: is a link that belongs to another user (uid 65534); "
                    + "name the file itself"
            ]
        )
    }

    @Test(arguments: ["shared/c.toml", "link.toml"])
    func `a folder in which others can replace the file is refused`(_ name: String) throws {
        let path = try folder.write(ConfigCase.couple, to: "shared/c.toml")
        #expect(symlink(path, folder.path("link.toml")) == 0)
        #expect(chmod(folder.path("shared"), 0o777) == 0)
        #expect(
            messages(folder.path(name)) == [
                "DIR/\(name): error: lies in 'DIR/shared', where others can replace it; "
                    + "`chmod go-w 'DIR/shared'` keeps the folder to its owner"
            ]
        )
        #expect(chmod(folder.path("shared"), 0o1777) == 0)
        #expect(messages(folder.path(name)) == [])
    }

    @Test(.enabled(if: geteuid() == 0))
    func `a folder of another user is refused`() throws {
        let path = try folder.write(ConfigCase.couple, to: "theirs/c.toml")
        #expect(chown(folder.path("theirs"), 65_534, 65_534) == 0)
        #expect(
            messages(path) == [
                "DIR/theirs/c.toml: error: lies in 'DIR/theirs', which belongs to another user "
                    + "(uid 65534), who can replace it; `sudo chown 0 'DIR/theirs'` makes the folder "
                    + "yours"
            ]
        )
    }
}
