import Glibc

/// The practices, plans and decks that a config can name: those of the program, and those of a folder.
///
/// A name of the folder comes before the same name of the program. Nothing is read before it is asked
/// for by its name.
package struct Catalogue: Sendable {
    package enum Section: String, Sendable, CaseIterable {
        case practices, plans, decks

        /// Where the section lies in the folder of a household.
        fileprivate var folder: String {
            switch self {
            case .practices: "catalogue"
            case .plans: "catalogue/plans"
            case .decks: "decks"
            }
        }

        fileprivate var suffix: String { self == .decks ? ".txt" : ".toml" }
    }

    /// That of the program alone.
    package static let builtIn = Catalogue()

    /// The folder of the household's own, mostly `~/.config/rituald`; `nil` means none.
    private let folder: String?

    package init(folder: String? = nil) {
        self.folder = folder
    }

    /// That of the program and of the folder in which the config is looked for.
    package init(in environment: [String: String]) {
        folder = Locations.configFolder(in: environment)
    }

    /// The names of a section, sorted.
    package func names(_ section: Section) -> [String] {
        Set(Self.builtInNames(section) + ownNames(section)).sorted()
    }

    /// The names of a section that the program brings.
    package static func builtInNames(_ section: Section) -> [String] {
        let prefix = section.rawValue + "/"
        return EmbeddedFiles.paths.filter { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count).dropLast(section.suffix.count)) }
    }

    /// The names of a section that the household's folder brings.
    package func ownNames(_ section: Section) -> [String] {
        guard let folder, let directory = opendir("\(folder)/\(section.folder)") else {
            return []
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(section.suffix) {
                names.append(String(name.dropLast(section.suffix.count)))
            }
        }
        return names.filter(Identifier.isValid).sorted()
    }

    func has(_ name: String, in section: Section) -> Bool {
        ownPath(name, in: section) != nil
            || EmbeddedFiles.paths.contains("\(section.rawValue)/\(name)\(section.suffix)")
    }

    /// A file of the catalogue: what its diagnostics call it, and its text.
    struct Entry {
        var file: String
        var text: String
    }

    /// The file of that name, or `nil` where there is none.
    func entry(_ name: String, in section: Section) throws(OwnFileFailure) -> Entry? {
        if let path = ownPath(name, in: section) {
            do {
                return Entry(file: path, text: try ConfigFile.text(at: path))
            } catch {
                throw OwnFileFailure(path: path, failure: error)
            }
        }
        let path = "\(section.rawValue)/\(name)\(section.suffix)"
        return EmbeddedFiles.text(path).map { Entry(file: path, text: $0) }
    }

    /// Why a file of the household's folder gives no text.
    struct OwnFileFailure: Error {
        var path: String
        var failure: ConfigFile.Failure
    }

    private func ownPath(_ name: String, in section: Section) -> String? {
        guard let folder, Identifier.isValid(name) else {
            return nil
        }
        let path = "\(folder)/\(section.folder)/\(name)\(section.suffix)"
        return access(path, F_OK) == 0 ? path : nil
    }
}
