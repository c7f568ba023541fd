import ArgumentParser
import ControlAPI
import Glibc

struct BackupCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the ledger into a file, while the daemon runs.",
        discussion: """
            The copy is sound and whole in itself. Its mode is 0600, for what you said is in it. A \
            file that is there already is left alone.

              ritualctl backup /media/stick/rituald-2026-01-09.sqlite

            docs/backups.md says how to go back to one.
            """
    )

    @Argument(help: "The new file.", completion: .file())
    var file: String

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason =
                errno == EEXIST
                ? "it is there already, and is not overwritten" : String(cString: strerror(errno))
            throw CommandFailure(.failed, "cannot write '\(file)': \(reason)")
        }
        defer { close(descriptor) }
        do {
            try context.fetch(.backup, into: descriptor)
            guard fsync(descriptor) == 0 else {
                throw CommandFailure(
                    .failed,
                    "cannot write '\(file)': \(String(cString: strerror(errno)))"
                )
            }
        } catch {
            unlink(file)
            throw error
        }
        let size = lseek(descriptor, 0, Int32(SEEK_CUR))
        try context.show(BackupMessage(file: file, bytes: Int(size))) { backup in
            ["\(backup.file): a copy of the ledger, \((backup.bytes + 1_023) / 1_024) KiB"]
        }
    }
}

/// What `backup` prints as JSON.
private struct BackupMessage: Encodable {
    var file: String
    var bytes: Int
}
