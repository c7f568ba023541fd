/// A configured channel, by which nudges reach partners.
package struct Channel: Hashable, Sendable {
    package var id: String
    package var kind: Kind
    /// How much of a nudge the channel shows.
    package var show = Show.all
    /// The id of the partner who owns the channel; `nil` for a channel of all partners.
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
        case .webhook(let settings): settings.answers != nil || settings.listens
        case .stdout, .journal, .mail, .command: false
        }
    }

    /// Whether the daemon asks the channel's service for answers.
    package var listens: Bool {
        if case .webhook(let settings) = kind { settings.listens } else { false }
    }

    /// Whether the channel can remove a message that it shows, or pass on that it is to be removed.
    package var takesBack: Bool {
        switch kind {
        case .desktop, .command: true
        case .webhook(let settings): settings.takesBack
        case .stdout, .journal, .mail: false
        }
    }

    /// How long the partner's other channels wait for this one; `nil` where they do not.
    package var elseAfter: Duration? {
        if case .desktop(let settings) = kind { settings.elseAfter } else { nil }
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
    /// Whether somebody has to be at the machine.
    package enum Attention: String, Hashable, Sendable, CaseIterable {
        case any
        /// A nudge waits until somebody is.
        case present
    }

    /// How long the button *Later* puts a nudge off.
    package var later: Duration
    /// The program, with its arguments, that a click on the notification itself starts.
    ///
    /// Empty for no program; no shell is involved.
    package var open: [String]
    package var attention: Attention
    /// How long the partner's other channels wait for the desktop to show a nudge; `nil` where they do
    /// not wait.
    package var elseAfter: Duration?

    package init(
        later: Duration = .seconds(20 * 60),
        open: [String] = [],
        attention: Attention = .any,
        elseAfter: Duration? = nil
    ) {
        self.later = later
        self.open = open
        self.attention = attention
        self.elseAfter = elseAfter
    }
}

/// The program that gets each nudge, run without a shell.
package struct CommandSettings: Hashable, Sendable {
    package var arguments: [String]
    package var timeout: Duration

    package init(arguments: [String], timeout: Duration = .seconds(15)) {
        self.arguments = arguments
        self.timeout = timeout
    }
}
