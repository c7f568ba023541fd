/// A configured way out of the house.
package struct Channel: Hashable, Sendable {
    package var id: String
    package var kind: Kind
    /// How much it shows to whoever looks at it.
    package var show = Show.all
    /// The id of the partner whose it is; `nil` where it is everybody's.
    package var partner: String?

    package init(id: String, kind: Kind) {
        self.id = id
        self.kind = kind
    }

    package enum Kind: Hashable, Sendable {
        case stdout(StandardOutputSettings)
        case journal
        case desktop(DesktopSettings)
        case webhook(WebhookSettings)
        case mail(MailSettings)
        case command(CommandSettings)
    }

    /// How much of a nudge a channel shows, from the most to the least.
    package enum Show: String, Hashable, Sendable, CaseIterable {
        case all
        /// Titles, and what each nudge is for.
        case titles
        /// No titles: only that there is something, and when.
        case discreet
    }

    /// Whether its messages have buttons to answer by.
    package var takesAnswers: Bool {
        switch kind {
        case .desktop: true
        case .webhook(let settings): settings.answers != nil
        case .stdout, .journal, .mail, .command: false
        }
    }

    /// Whether a message can be taken away again where it is shown.
    package var takesBack: Bool {
        if case .desktop = kind { true } else { false }
    }

    /// The word the config uses for the kind.
    package var type: ChannelType {
        switch kind {
        case .stdout: .stdout
        case .journal: .journal
        case .desktop: .desktop
        case .webhook: .webhook
        case .mail: .mail
        case .command: .command
        }
    }
}

/// The words that the config uses for the kinds of channels.
package enum ChannelType: String, Hashable, Sendable, CaseIterable {
    case stdout, journal, desktop, webhook, mail, command
}

/// How nudges are written to standard output.
package struct StandardOutputSettings: Hashable, Sendable {
    package enum Format: String, Hashable, Sendable, CaseIterable {
        /// Text for a terminal, JSON lines where standard output is not one.
        case auto
        case text
        case json
    }

    package var format: Format

    package init(format: Format = .auto) {
        self.format = format
    }
}

/// How nudges are shown on the desktop, and what their buttons do.
package struct DesktopSettings: Hashable, Sendable {
    /// After how long a nudge comes back whose partner said *later*.
    package var later: Duration
    /// The program, with its arguments, that a click on the notification itself starts.
    ///
    /// None where it is empty; never run through a shell.
    package var open: [String]

    package init(later: Duration = .seconds(20 * 60), open: [String] = []) {
        self.later = later
        self.open = open
    }
}

/// A program that is handed each nudge; never run through a shell.
package struct CommandSettings: Hashable, Sendable {
    package var arguments: [String]
    package var timeout: Duration

    package init(arguments: [String], timeout: Duration = .seconds(15)) {
        self.arguments = arguments
        self.timeout = timeout
    }
}
