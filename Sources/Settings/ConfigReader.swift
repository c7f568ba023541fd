package import CivilTime
package import Household

/// Reads a config into a checked household.
///
/// Zones come from `zones`; a household that names none lives in `systemZone`. A household that names no channel has
/// those that there are. Reading has no other input but the calendars that the text names, so the same text gives the
/// same household.
///
/// ```swift
/// let config = ConfigReader(zones: zones, systemZone: zone).read(text, file: "config.toml")
/// config.diagnostics.forEach { print($0) }
/// ```
package struct ConfigReader: Sendable {
    private let zones: any ZoneProviding
    private let systemZone: Zone
    private let catalogue: Catalogue
    private let zoneNames: (@Sendable () -> [String])?
    private let usualChannels: UsualChannels
    private let isAdvising: Bool
    private let calendars: CalendarFiles

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - zones: Where zones come from.
    ///   - systemZone: The zone of a household that names none.
    ///   - catalogue: The practices, plans and decks that a config can name.
    ///   - zoneNames: For suggestions; by default those of the system's database.
    ///   - usualChannels: Those of a household that names none; by default standard output alone.
    ///   - isAdvising: Whether it also warns of what is right, but is of no use to anybody as a service.
    ///   - calendars: Where the calendars lie that it names.
    package init(
        zones: any ZoneProviding,
        systemZone: Zone,
        catalogue: Catalogue = .builtIn,
        zoneNames: (@Sendable () -> [String])? = nil,
        usualChannels: UsualChannels = UsualChannels(environment: [:], isTerminal: true),
        isAdvising: Bool = false,
        calendars: CalendarFiles = CalendarFiles()
    ) {
        self.zones = zones
        self.systemZone = systemZone
        self.catalogue = catalogue
        self.zoneNames = zoneNames
        self.usualChannels = usualChannels
        self.isAdvising = isAdvising
        self.calendars = calendars
    }

    /// Reads the file at `path`; that it cannot be read is a diagnostic too.
    package func read(file path: String) -> ReadConfig {
        do {
            return read(try ConfigFile.text(at: path), file: path)
        } catch {
            let diagnostic = Diagnostic(
                severity: .error,
                file: path,
                line: error.position.line,
                column: error.position.column,
                key: "",
                message: error.message
            )
            return ReadConfig(household: nil, diagnostics: [diagnostic])
        }
    }

    /// Reads a config's text; `file` is the name that its diagnostics carry.
    package func read(_ text: String, file: String) -> ReadConfig {
        let findings = Findings(file: file, text: text)
        let document: TOMLDocument
        do {
            document = try TOMLDocument(parsing: text)
        } catch {
            findings.error(error.message, at: error.position, key: "")
            return ReadConfig(household: nil, diagnostics: findings.diagnostics)
        }
        let root = TableReader(
            position: TextPosition(line: 1, column: 1),
            path: "",
            entries: document.entries,
            findings: findings
        )
        let settings = HouseholdReader(
            zones: ZoneLookup(zones: zones, names: zoneNames),
            systemZone: systemZone
        ).read(root)
        let known = CatalogueReader(catalogue: catalogue, zones: zones, zone: settings.zone)
        let (household, machine) = household(root, settings, known)
        let isWrong = findings.hasErrors || known.diagnostics.contains { $0.severity == .error }
        return ReadConfig(
            household: isWrong ? nil : household,
            machine: machine,
            diagnostics: findings.diagnostics + known.diagnostics,
            text: text
        )
    }

    private func household(
        _ root: TableReader,
        _ settings: HouseholdSettings,
        _ known: CatalogueReader
    ) -> (Household, Machine) {
        let findings = root.findings
        root.refuseKeys(notIn: KnownKeys.root)
        let lookup = ZoneLookup(zones: zones, names: zoneNames)
        let sitting = sitting(root)
        let calendar = CalendarTargetReader(files: calendars).read(root)
        let channels = ChannelReader(usual: usualChannels, sitting: sitting?.value).read(root)
        let partners = PartnerReader(zones: lookup, household: settings, files: calendars).read(
            root
        )
        let rests = RestReader(
            zones: lookup,
            database: zones,
            household: settings,
            files: calendars
        ).read(root)
        let rituals =
            (RitualReader(household: settings, catalogue: known).read(root)
            + PlanReader(household: settings, catalogue: known).read(root))
            .sorted { $0.place < $1.place }
        if rituals.count > ConfigLimits.rituals {
            findings.error(
                "\(rituals.count) rituals, those of plans among them, are more than "
                    + "\(ConfigLimits.rituals)",
                at: rituals[ConfigLimits.rituals].place,
                key: ""
            )
        }

        let references = ReferenceCheck(
            partners: partners,
            channels: channels,
            sitting: sitting,
            others: [calendar?.partner].compactMap(\.self),
            rituals: rituals,
            findings: findings
        )
        references.check()
        var household = Household(
            zone: settings.zone,
            togetherSince: settings.togetherSince,
            partners: partners.map(\.partner),
            channels: channels.compactMap(\.channel),
            rituals: rituals.map(\.ritual)
        )
        household.findTimesTogether()
        household.rests = Rests(rests.map(\.rest))
        household.keep = settings.keep
        household.streaks = settings.streaks
        household.discreetTitle = settings.discreetTitle
        if !findings.hasErrors {
            let drafts = zip(rituals, household.rituals).map { draft, ritual in
                var draft = draft
                draft.ritual = ritual
                return draft
            }
            ScheduleCheck(household: household, sitting: sitting, findings: findings)
                .check(drafts)
            AnswerCheck(household: household, channels: channels, findings: findings)
                .check(drafts)
            TogetherCheck(household: household, findings: findings).check(drafts)
            RestCheck(household: household, findings: findings).check(rests, drafts)
            if isAdvising {
                UseCheck(household: household, channels: channels, findings: findings).check()
            }
        }
        return (household, Machine(partner: sitting?.value, calendar: calendar?.target))
    }

    /// The partner who sits at this machine, as `[machine]` names them.
    private func sitting(_ root: TableReader) -> Located<String>? {
        let table = root.table("machine", expecting: "the table '[machine]'")
        table?.refuseKeys(notIn: KnownKeys.machine)
        return table?.string("partner", expecting: "the id of a partner")
    }
}

/// A config as read: the household where there is no error, and everything that was found.
package struct ReadConfig: Sendable {
    /// `nil` where any diagnostic is an error.
    package var household: Household?
    package var machine: Machine
    /// In the order of the file.
    package var diagnostics: [Diagnostic]
    /// What was read; `nil` where it is no text, or no TOML.
    package var text: String?

    package init(
        household: Household?,
        machine: Machine = Machine(),
        diagnostics: [Diagnostic],
        text: String? = nil
    ) {
        self.text = text
        self.household = household
        self.machine = machine
        self.diagnostics = diagnostics
    }
}
