import ArgumentParser

/// What every command takes that can draw.
struct PictureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Draw it into this file instead; '-' is standard output.",
            valueName: "file"
        ),
        completion: .file(extensions: ["svg"])
    )
    var svg: String?
}
