import Glibc

extension CommandContext {
    /// Writes a text into a file in place of what was there, or to standard output where it is `-`.
    func write(_ text: String, to file: String) throws {
        guard file != "-" else {
            return try output.write(text)
        }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .failed,
                "cannot write '\(file)': \(String(cString: strerror(errno)))"
            )
        }
        defer { close(descriptor) }
        let out = FileOutput(descriptor: descriptor)
        do throws(TextOutputError) {
            try out.write(text)
            try out.flush()
        } catch .failed(let reason) {
            throw CommandFailure(.failed, "cannot write '\(file)': \(reason)")
        } catch .closed {
            throw CommandFailure(.failed, "cannot write '\(file)': nobody reads it")
        }
    }
}
