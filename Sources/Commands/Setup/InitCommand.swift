import ArgumentParser
import CivilTime
import ControlAPI
import Household
import Settings

struct InitCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first config, start the service, and send a test nudge.",
        usage: "ritualctl init [--names <names>] … [<options>]",
        discussion: """
            Asks six questions, each with a default, and writes a config with comments. An option \
            answers its question; --yes takes the defaults of all others. It never touches a \
            config that is there. Where the user unit is installed it starts it, and sends a test \
            nudge by every channel.

              ritualctl init
              ritualctl init --names 'Alex and Sam' --evening 'sat 18:30' --yes
              ritualctl init --nudges desktop,https://ntfy.example/us --rhythm gentle --yes

            gentle: a talk and a date each week. steady: ten minutes every evening, a date each \
            week, milestones. full: getaways and trips too.
            """
    )

    @Option(help: ArgumentHelp("Who you are: 'Alex and Sam'.", valueName: "names"))
    var names: String?

    @Option(help: ArgumentHelp("Where you live: Europe/Lisbon.", valueName: "zone"))
    var zone: String?

    @Option(help: ArgumentHelp("The day you count from: 17 may 2024.", valueName: "date"))
    var since: String?

    @Option(
        help: ArgumentHelp("The evening of the date: fri, 'sat 18:30', none.", valueName: "day")
    )
    var evening: String?

    @Option(
        help: ArgumentHelp("desktop, terminal, or the address of an ntfy topic.", valueName: "ways")
    )
    var nudges: String?

    @Option(help: ArgumentHelp("gentle, steady or full.", valueName: "word"))
    var rhythm: String?

    @Flag(help: "Take every default without asking.")
    var yes = false

    @Flag(name: .customLong("no-start"), help: "Only write the config.")
    var noStart = false

    @OptionGroup var config: ConfigOption
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) throws {
        let path = try config.path(in: context)
        guard Ownership(ofLink: path) == nil else {
            throw CommandFailure(
                .failed,
                "there is a config already at '\(path)'; 'ritualctl edit' opens it"
            )
        }
        let answers = try answers(Questions(context: context, isAsking: !yes), path, in: context)
        let text = try text(answers, in: context)
        let read = try HouseholdFile(path, text: text, in: context)
        let household = try read.household()
        try failing { () throws(ConfigWriter.Failure) in try ConfigWriter(path).create(text) }
        try context.errors.write("\n")
        for diagnostic in read.diagnostics {
            try context.errors.write("\(diagnostic)\n")
        }
        try context.errors.flush()
        if context.isJSON {
            let rituals = household.rituals.map(\.id)
            try context.show(
                ConfigChange(config: path, rituals: rituals, line: 1, daemon: "not started")
            )
        } else {
            try context.say("wrote \(path): \(household.summary)")
        }
        if !noStart {
            try start(household, in: context)
        }
    }

    private func text(_ answers: FirstAnswers, in context: CommandContext) throws -> String {
        let zone = try context.zone(named: answers.zone)
        return FirstConfig(answers: answers, today: zone.local(at: context.now()).date).text
    }

    private func answers(
        _ questions: Questions,
        _ path: String,
        in context: CommandContext
    ) throws -> FirstAnswers {
        let hasBus = UsualChannels(environment: context.environment, isTerminal: false)
            .hasSessionBus
        var asked = questions
        let names = try asked.ask("What are your names?", "Alex and Sam", names, "--names") {
            text throws(FirstAnswers.Refusal) in try FirstAnswers.names(text)
        }
        let zone = try asked.ask(
            "Which time zone do you live in?",
            context.systemZone,
            zone,
            "--zone"
        ) { text throws(FirstAnswers.Refusal) in try FirstAnswers.zone(text, in: context.zones) }
        let clock = try context.zone(named: zone)
        return FirstAnswers(
            names: names,
            zone: zone,
            since: try asked.ask(
                "Since which day are you together? (- to leave it out)",
                "-",
                since,
                "--since"
            ) { text throws(FirstAnswers.Refusal) in
                try FirstAnswers.since(text, at: context.now(), in: clock)
            },
            evening: try asked.ask(
                "Which evening is for your date? (- for none)",
                "fri 19:00",
                evening,
                "--evening"
            ) { text throws(FirstAnswers.Refusal) in try FirstAnswers.evening(text) },
            ways: try asked.ask(
                "How shall nudges reach you? (desktop, terminal, the address of an ntfy topic)",
                hasBus ? "desktop" : "terminal",
                nudges,
                "--nudges"
            ) { text throws(FirstAnswers.Refusal) in
                try checked(try FirstAnswers.ways(text), path, in: context)
            },
            rhythm: try asked.ask(
                "Which rhythm? (gentle, steady, full)",
                "steady",
                rhythm,
                "--rhythm"
            ) { text throws(FirstAnswers.Refusal) in try FirstAnswers.rhythm(text) }
        )
    }

    /// Refuses ways that the config would refuse, such as plain http across the internet.
    private func checked(
        _ ways: [FirstAnswers.Way],
        _ path: String,
        in context: CommandContext
    ) throws(FirstAnswers.Refusal) -> [FirstAnswers.Way] {
        let sample = FirstAnswers(
            names: ["Alex", "Sam"],
            zone: "UTC",
            ways: ways,
            rhythm: .gentle
        )
        let text = FirstConfig(answers: sample, today: CivilDate(epochDay: 0)).text
        let read = try? HouseholdFile(path, text: text, in: context)
        if let error = read?.config.diagnostics.first(where: { $0.severity == .error }) {
            throw FirstAnswers.Refusal(reason: error.message)
        }
        return ways
    }
}

extension InitCommand {
    /// Starts the service, where there is one, and shows that nudges arrive.
    private func start(_ household: Household, in context: CommandContext) throws {
        let service = UserService(context: context)
        guard service.hasUnit else {
            return try context.say(
                "the service is not installed here; 'rituald' in a terminal keeps your rituals"
            )
        }
        try context.output.flush()
        guard service.start() else {
            throw CommandFailure(
                .failed,
                "the config is written, but the service did not start; "
                    + "'systemctl --user status rituald' says why"
            )
        }
        try context.say("rituald is running, and starts when you log in")
        var failures = 0
        for channel in household.channels {
            do {
                let sent: SendTestMessage = try context.tell(
                    .sendTest,
                    SendTestRequest(channel: channel.id)
                )
                for line in SendTestCommand.lines(sent) {
                    try context.say("a test nudge: \(line)")
                }
            } catch let failure as CommandFailure {
                failures += 1
                try context.note("a test nudge by \(channel.id) did not arrive: \(failure.message)")
            }
        }
        try context.say("see what is coming: ritualctl upcoming")
        if failures > 0 {
            throw CommandFailure(
                .failed,
                "all is set up but this; once it is mended: ritualctl send-test CHANNEL"
            )
        }
    }
}
