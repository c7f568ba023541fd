/// The config of a small household, in parts that a test puts together.
enum TestConfig {
    /// One partner, in UTC, who is nudged on stdout.
    static let household = """
        [household]
        time_zone = "UTC"
        together_since = 2025-06-14

        [[partner]]
        id = "alex"
        name = "Alex"

        [channel.out]
        type = "stdout"

        """

    /// A ritual at a time of every day, to the second, and a partner of its own for it: two nudges to
    /// one partner at one time would be one.
    static func walk(_ number: Int, at time: String) -> String {
        """

        [[partner]]
        id = "walker-\(number)"

        [[ritual]]
        id = "walk-\(number)"
        schedule = { calendar = "*-*-* \(time)" }
        partners = ["walker-\(number)"]

        """
    }

    /// A ritual at a time of every day.
    static func daily(_ id: String, at time: String, _ more: String = "") -> String {
        """

        [[ritual]]
        id = "\(id)"
        title = "\(id.prefix(1).uppercased() + id.dropFirst())"
        schedule = { every = "day", at = "\(time)" }
        \(more)

        """
    }

    static func webhook(_ url: String, _ more: String = "") -> String {
        """

        [channel.hook]
        type = "webhook"
        url = "\(url)"
        \(more)

        """
    }
}
