import ArgumentParser

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Print JSON instead of text.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The daemon's control socket.",
            discussion: "Default: $XDG_RUNTIME_DIR/rituald/control.sock",
            valueName: "path"
        ),
        completion: .file()
    )
    var socket: String?

    @Flag(help: "Plain lines for screen readers (ACCESSIBLE=1 does the same).")
    var plain = false

    @Flag(name: .customLong("no-color"), help: "Print no colours (NO_COLOR does the same).")
    var noColor = false
}
