/// Where things lie, by the XDG base directories and by what systemd hands to a service.
///
/// Every function is of an environment alone. A variable that is empty or holds a relative path is
/// as good as unset (XDG Base Directory Specification 0.8).
package enum Locations {
    /// `$XDG_CONFIG_HOME/rituald/config.toml`, else `~/.config/rituald/config.toml`.
    ///
    /// `nil` where there is no home either.
    package static func configFile(in environment: [String: String]) -> String? {
        configFolder(in: environment).map { joined($0, "config.toml") }
    }

    /// The folder of the config, and of a household's own practices and decks.
    package static func configFolder(in environment: [String: String]) -> String? {
        let base =
            directory("XDG_CONFIG_HOME", in: environment)
            ?? directory("HOME", in: environment).map { joined($0, ".config") }
        return base.map { joined($0, "rituald") }
    }

    /// `$STATE_DIRECTORY` (systemd.exec(5); the first where there are several), else
    /// `$XDG_STATE_HOME/rituald`, else `~/.local/state/rituald`.
    package static func stateDirectory(in environment: [String: String]) -> String? {
        if let first = environment["STATE_DIRECTORY"]?.split(separator: ":").first,
            first.hasPrefix("/")
        {
            return String(first)
        }
        let base =
            directory("XDG_STATE_HOME", in: environment)
            ?? directory("HOME", in: environment).map { joined($0, ".local/state") }
        return base.map { joined($0, "rituald") }
    }

    /// `$XDG_RUNTIME_DIR/rituald/control.sock`; `nil` where there is no runtime directory.
    package static func controlSocket(in environment: [String: String]) -> String? {
        directory("XDG_RUNTIME_DIR", in: environment).map { joined($0, "rituald/control.sock") }
    }

    private static func directory(_ name: String, in environment: [String: String]) -> String? {
        environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    private static func joined(_ directory: String, _ rest: String) -> String {
        directory.hasSuffix("/") ? directory + rest : "\(directory)/\(rest)"
    }
}
