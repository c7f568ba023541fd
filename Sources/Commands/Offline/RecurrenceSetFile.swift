import CivilTime
import Glibc
import Recurrence

/// A file with the lines of a recurrence set, or standard input.
struct RecurrenceSetFile {
    /// The path, or `-`.
    let path: String

    /// As long as the engine takes it.
    private static let limit = 1 << 20

    func read(in context: CommandContext) throws -> String {
        let bytes: [UInt8]
        do throws(TextInputError) {
            bytes = try path == "-" ? context.input.read(upTo: Self.limit + 1) : file()
        } catch {
            throw CommandFailure(.failed, "cannot read '\(path)': \(error.reason)")
        }
        guard bytes.count <= Self.limit else {
            throw CommandFailure(.invalid, "'\(path)' is longer than \(Self.limit) bytes")
        }
        // Some programs begin a text with a byte order mark.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let rest = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        guard let text = String(validating: rest, as: UTF8.self) else {
            throw CommandFailure(.invalid, "'\(path)' is not UTF-8")
        }
        return text
    }

    private func file() throws(TextInputError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw TextInputError(String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        return try FileInput(descriptor: descriptor).read(upTo: Self.limit + 1)
    }
}

extension CommandFailure {
    /// A set that cannot be read, with a caret under the part of its line that is wrong.
    init(pointing error: RecurrenceError, inLinesOf text: String) {
        // The error counts in the text with folded lines put together.
        let scalars = Array(RecurrenceRule.unfolded(text).unicodeScalars)
        let place = min(max(0, error.offset), scalars.count)
        let first = (scalars[..<place].lastIndex(of: "\n") ?? -1) + 1
        let last = scalars[place...].firstIndex(of: "\n") ?? scalars.count
        let line = String(String.UnicodeScalarView(scalars[first..<last]))
        let width = max(1, CellWidth.of(error.given))
        let before = CellWidth.of(String(line.unicodeScalars.prefix(place - first)))
        let words =
            error.given.isEmpty
            ? "\(error.part) is empty and not \(error.allowed)"
            : "'\(error.given)' in \(error.part) is not \(error.allowed)"
        self.init(
            .invalid,
            """
            \(words)
              \(line.withControlsReplaced)
              \(String(repeating: " ", count: before))\(String(repeating: "^", count: width))
            """
        )
    }
}
