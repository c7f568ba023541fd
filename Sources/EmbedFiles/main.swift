import Foundation

// EmbedFiles OUTPUT FOLDER FILE…: writes a Swift file that holds the texts of the files by their paths
// inside the folder.

let arguments = CommandLine.arguments
guard arguments.count > 2 else {
    FileHandle.standardError.write(Data("usage: EmbedFiles OUTPUT FOLDER FILE...\n".utf8))
    exit(64)
}
let folder = arguments[2] + "/"
var cases = ""
for path in arguments.dropFirst(3) {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let name = path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
    cases += "        case \"\(name)\":\n            return ####\"\"\"\n\(text)\n\"\"\"####\n"
}
let names = arguments.dropFirst(3).map { path in
    "        \"\(path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path)\",\n"
}
let source = """
    /// The files of the catalogue, as the build has put them in.
    enum EmbeddedFiles {
        static let paths: [String] = [
    \(names.joined())    ]

        static func text(_ path: String) -> String? {
            switch path {
    \(cases)        default: return nil
            }
        }
    }

    """
try source.write(toFile: arguments[1], atomically: true, encoding: .utf8)
