import ArgumentParser
import ControlAPI
import PlainText
import Household

struct ReloadCommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Read the config again.",
        discussion: """
            Where the new config has errors, the daemon keeps the old one; this shows every error \
            with its line and exits 2.

              ritualctl reload
              ritualctl check && ritualctl reload
            """
    )

    @OptionGroup var common: CommonOptions

    func run(in surroundings: Surroundings) throws {
        let link = try DaemonLink(common, in: surroundings)
        struct Nothing: Encodable {}
        let reloaded = try link.tell(.reload, Nothing(), for: ReloadMessage.self)
        try surroundings.show(reloaded, common) { reloaded in
            let household = CountPhrase.household(
                rituals: reloaded.rituals,
                partners: reloaded.partners
            )
            return reloaded.warnings.map(\.description)
                + ["\(reloaded.config.withoutControls): read, \(household)"]
        }
    }
}
