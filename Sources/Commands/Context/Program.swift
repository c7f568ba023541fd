import Glibc

/// Another program that a command runs in its own terminal, such as an editor.
struct Program: Hashable {
    /// Its name or path, and its arguments.
    var words: [String]
    /// Whether what it prints is thrown away.
    var isSilent = false

    init(_ words: String..., isSilent: Bool = false) {
        self.words = words
        self.isSilent = isSilent
    }

    /// Runs it to its end and returns its exit code, or that of a shell for a signal; `nil` where it cannot
    /// be started.
    ///
    /// What a person types to stop it (Ctrl-C) stops it alone.
    func run() -> Int32? {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        if isSilent {
            for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
                posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
            }
        }
        let typed = [SIGINT, SIGQUIT]
        let handlers = typed.map { signal($0, SIG_IGN) }
        defer {
            for (number, handler) in zip(typed, handlers) {
                signal(number, handler)
            }
        }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in typed + [SIGPIPE] {
            sigaddset(&defaults, number)
        }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        defer { arguments.forEach { free($0) } }
        arguments.append(nil)
        var child: pid_t = 0
        guard let name = words.first,
            posix_spawnp(&child, name, &actions, &attributes, arguments, environ) == 0
        else {
            return nil
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else {
                return nil
            }
        }
        let signalled = status & 0x7f
        return signalled == 0 ? (status >> 8) & 0xff : 128 + signalled
    }
}
