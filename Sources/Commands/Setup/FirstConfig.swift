import CivilTime
import Settings

/// The config that `init` writes: what was answered, with a word about each part.
struct FirstConfig {
    let answers: FirstAnswers
    let today: CivilDate

    var text: String {
        ([head, household] + partners + channels + rituals).joined(separator: "\n")
    }

    private var head: String {
        """
        # Your rituals. 'ritualctl init' wrote this on \(today), and it is yours to change:
        #
        #   ritualctl edit                                     opens it, and checks it before it counts
        #   ritualctl add "Tea on the balcony" --every sunday --at 16:00
        #   ritualctl remove tea-on-the-balcony
        #
        # docs/configuration.md says what there is besides; config.example.toml shows every key.

        """
    }

    private var household: String {
        let since =
            answers.since.map { "together_since = \($0)         # the day you count from" }
            ?? "# together_since = 2024-05-17       # the day you count from"
        return """
            [household]
            time_zone = \(TOMLText.string(answers.zone))
            \(since)
            quiet_hours = "22:30-07:00"         # what comes due inside waits until it ends

            """
    }

    private var partners: [String] {
        var taken: Set<String> = []
        return answers.names.map { name in
            let id = Slug.of(name, besides: taken, orElse: "partner")
            taken.insert(id)
            return """
                [[partner]]
                id = \(TOMLText.string(id))
                name = \(TOMLText.string(name))

                """
        }
    }

    private var channels: [String] {
        var phones = 0
        return answers.ways.map { way in
            switch way {
            case .desktop:
                return """
                    [channel.desktop]                   # a notification with buttons: Done, Later, Skip
                    type = "desktop"

                    """
            case .terminal:
                return """
                    [channel.stdout]                    # the terminal that rituald runs in
                    type = "stdout"

                    """
            case .phone(let address):
                phones += 1
                return """
                    [channel.phone\(phones == 1 ? "" : "-\(phones)")]
                    type = "webhook"
                    preset = "ntfy"
                    url = \(TOMLText.string(address))
                    # show = "titles"                   # no more than titles on a lock screen

                    """
            }
        }
    }

    private var rituals: [String] {
        [checkIn, date, answers.rhythm == .full ? sevens : nil, milestones].compactMap(\.self)
    }

    private var checkIn: String {
        guard answers.rhythm == .gentle else {
            return """
                # Every evening: ten minutes to talk.
                [[ritual]]
                template = "check-in"
                schedule = { every = "day", at = "20:30" }

                """
        }
        let day: Weekday = answers.evening?.day == .sunday ? .wednesday : .sunday
        return """
            # Once a week: ten minutes to talk.
            [[ritual]]
            template = "check-in"
            schedule = { every = "week", on = "\(word(day))", at = "20:30" }

            """
    }

    private var date: String? {
        guard let evening = answers.evening else {
            return nil
        }
        let absorbed =
            answers.rhythm == .full
            ? "absorbed_by = [\"7-7-7-getaway\", \"7-7-7-trip\"]   # the bigger ones take its place\n"
            : ""
        return """
            # Every week: an evening for the two of you, with time to plan it.
            [[ritual]]
            template = "date"
            id = "date-night"
            title = "Date night"
            schedule = { every = "week", on = "\(word(evening.day))", at = "\(evening.time)" }
            \(absorbed)
            """
    }

    private var sevens: String {
        let evening = answers.evening
        let day = evening?.day ?? .friday
        let first = (1...7).lazy.map { today.adding(days: $0) }.first { $0.weekday == day } ?? today
        let time = evening.map { "\($0.time)" } ?? "19:00"
        return """
            # A getaway every 7 weeks, a trip every 7 months\(evening == nil ? ".": ". The date every 7 days stands above.")
            [[plan]]
            use = "7-7-7"
            from = \(first)
            at = "\(time)"
            snap = "\(word(day))"
            leave_out = ["date"]

            """
    }

    private var milestones: String? {
        guard answers.since != nil, answers.rhythm != .gentle else {
            return nil
        }
        return """
            # Three, six and nine months together, then every year.
            [[plan]]
            use = "3-6-9"
            at = "18:00"

            """
    }

    private func word(_ day: Weekday) -> String {
        day.abbreviation.lowercased()
    }
}
