import Emitters
import Foundation
import Household
import TestKit
import Testing

@Suite struct `A secret` {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(_ text: String, mode: Int = 0o600) throws -> SecretReference {
        let path = try folder.write(text, to: "secret")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return .file(path)
    }

    private func reason(_ reference: SecretReference, directory: String? = nil) -> String? {
        do {
            _ = try SecretReader(credentialsDirectory: directory).read(reference)
            return nil
        } catch {
            return error.description.replacingOccurrences(of: folder.path, with: "HERE")
        }
    }

    @Test func `is read without the white space at its end`() throws {
        let secret = try SecretReader(credentialsDirectory: nil).read(file(" hush\n \n"))
        #expect(secret.revealed == " hush")
        #expect("\(secret)" == "<redacted>")
    }

    @Test func `comes from the credentials directory by its name`() throws {
        try folder.write("hush\n", to: "ntfy")
        let reader = SecretReader(credentialsDirectory: folder.path)
        #expect(try reader.read(.credential("ntfy")).revealed == "hush")
    }

    @Test(arguments: [0o640, 0o604, 0o601, 0o660, 0o777])
    func `that others may use is refused`(_ mode: Int) throws {
        #expect(
            try reason(file("hush", mode: mode)) == """
                file 'HERE/secret' cannot be used: other users have access to it; 'chmod 600' leaves it to \
                its owner
                """
        )
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `that belongs to another is refused`() throws {
        let reference = try file("hush")
        chown("\(folder.path)/secret", 65_534, 65_534)
        #expect(
            reason(reference) == "file 'HERE/secret' cannot be used: it belongs to another user"
        )
    }

    @Test func `that is no regular file is refused without waiting for it`() throws {
        mkfifo("\(folder.path)/fifo", 0o600)
        for name in ["fifo", "."] {
            #expect(
                reason(.file("\(folder.path)/\(name)"))
                    == "file 'HERE/\(name)' cannot be used: it is not a regular file"
            )
        }
    }

    @Test func `that is missing, empty, too long or no text is refused`() throws {
        #expect(
            reason(.file("\(folder.path)/none"))
                == "file 'HERE/none' cannot be used: No such file or directory"
        )
        #expect(try reason(file(" \n")) == "file 'HERE/secret' cannot be used: it is empty")
        let tooLong = "file 'HERE/secret' cannot be used: it is not text of at most 64 KiB"
        #expect(try reason(file(String(repeating: "x", count: 65_537))) == tooLong)
        let path = "\(folder.path)/secret"
        try Data([0xff, 0xfe, 0x41]).write(to: URL(fileURLWithPath: path))
        #expect(reason(.file(path)) == tooLong)
    }

    @Test(arguments: ["../passwd", "a/b", "", ".."])
    func `is not sought outside the credentials directory`(_ name: String) {
        #expect(
            reason(.credential(name), directory: folder.path)
                == "credential '\(name)' cannot be used: a name has no slash"
        )
    }

    @Test func `of a unit that loads none is refused with what to do`() {
        #expect(
            reason(.credential("ntfy")) == """
                credential 'ntfy' cannot be used: there is no $CREDENTIALS_DIRECTORY; the unit's \
                LoadCredential= sets it
                """
        )
    }
}
