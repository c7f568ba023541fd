import TestKit
import Testing

/// Nights on which clocks change, through the daemon's own path and against Python's zoneinfo.
@Suite(.timeLimit(.minutes(3)))
struct TransitionTests {
    /// Where the couple lives, and where Sam is at the time.
    private static let homes = [
        ("America/New_York", "Europe/Berlin"), ("America/Los_Angeles", "America/New_York"),
        ("America/St_Johns", "Asia/Kolkata"), ("America/Santiago", "Europe/Lisbon"),
        ("Europe/London", "Australia/Sydney"), ("Europe/Berlin", "America/Los_Angeles"),
        ("Africa/Cairo", "America/Havana"), ("Australia/Lord_Howe", "Pacific/Auckland"),
        ("Pacific/Auckland", "Asia/Beirut"), ("Pacific/Chatham", "America/Nuuk"),
    ]

    /// A talk at half past two, with a lead by the calendar and one by the hour; Sam's quiet hours are
    /// Sam's own, so some nudges wait for a morning on which clocks change too.
    private static func config(_ zone: String, _ away: String) -> String {
        """
        [household]
        time_zone = "\(zone)"

        [[partner]]
        id = "alex"

        [[partner]]
        id = "sam"
        time_zone = "\(away)"
        quiet_hours = "22:30-02:30"

        [channel.out]
        type = "stdout"

        [[ritual]]
        id = "talk"
        remind = ["1d", "25h", "0m"]
        late_within = "12h"
        schedule = { every = "day", at = "02:30" }

        """
    }

    /// Has the planner simulate five years, and prints what differs from the nudges that Python's
    /// zoneinfo yields for every local date, stage and partner; then how many there were.
    private static let oracle = """
        import json, subprocess, sys
        from datetime import date, datetime, time, timedelta, timezone
        from zoneinfo import ZoneInfo
        ritualctl, config, zone, away = *sys.argv[1:3], ZoneInfo(sys.argv[3]), ZoneInfo(sys.argv[4])

        def instant(day, clock, zone):
            # fold=0 reads a gap with the offset before it and a fold as its first instance.
            return datetime.combine(day, clock, tzinfo=zone).astimezone(timezone.utc)

        def is_quiet(when):
            local = when.astimezone(away).time()
            return local >= time(22, 30) or local < time(2, 30)

        def waiting(when):
            # The first quarter of an hour at which Sam's clock shows a time outside.
            while is_quiet(when):
                when += timedelta(minutes=15)
            return when

        expected = {}
        day = date(2026, 1, 1)
        while day < date(2031, 1, 1):
            start = instant(day, time(2, 30), zone)
            stages = {"start": start, "lead:1d": instant(day - timedelta(1), time(2, 30), zone),
                "lead:25h": start - timedelta(hours=25)}
            for stage, when in stages.items():
                for partner, due in (("alex", when), ("sam", waiting(when))):
                    name = f"talk@{day}T02:30", stage, partner
                    expected[name] = f"{due:%Y-%m-%dT%H:%M:%SZ}"
            day += timedelta(1)

        # The simulated span is wider, so that no lead of the five years is cut off.
        told = {}
        simulated = subprocess.run([ritualctl, "simulate", "--config", config, "--from",
            "2025-12-29", "--until", "2031-01-03"], capture_output=True, text=True, check=True)
        for decision in map(json.loads, simulated.stdout.splitlines()):
            name = decision["occurrence"], decision["stage"], decision["partner"]
            if name in told:
                print("twice:", name)
            if decision["decision"] not in ("fired", "coalesced"):
                print("not told:", decision)
            if "2026" <= decision["occurrence"].split("@")[1] < "2031":
                told[name] = decision["at"]
        for name in sorted(told.keys() | expected.keys()):
            if told.get(name) != expected.get(name):
                print(*name, "is told at", told.get(name), "and due at", expected.get(name))
        print(len(told), "nudges")
        """

    @Test(arguments: homes)
    func
        `five years of a talk at half past two are as zoneinfo has them, for a couple in two zones`(
            zone: String,
            away: String
        ) async throws
    {
        let home = try DaemonHome(config: Self.config(zone, away))
        let result = try await CommandResult.of(
            "/usr/bin/python3",
            ["-c", Self.oracle, BuiltCommands.ritualctl, home.configPath, zone, away],
            environment: ["TZ": "UTC"]
        )
        #expect(result.exit == .status(0), "\(result.errors)")
        #expect(result.output.last == "\(6 * 1826) nudges")
        #expect(result.output.dropLast().prefix(6) == [])
    }

    struct Night: Sendable, CustomTestStringConvertible {
        var zone: String
        /// Two seconds before the talk, by UTC.
        var before: String
        var due: String
        var start: String
        var testDescription: String { "\(zone) \(start)" }
    }

    // The real daemon, its clock set to the night: a gap that moves the talk, and a fold that has it
    // once, in summer and in winter of both halves of the world.
    @Test(arguments: [
        Night(
            zone: "America/New_York",
            before: "2026-03-08 07:29:58",
            due: "2026-03-08T07:30:00Z",
            start: "2026-03-08T03:30:00-04:00[America/New_York]"
        ),
        Night(
            zone: "America/Havana",
            before: "2026-11-01 07:29:58",
            due: "2026-11-01T07:30:00Z",
            start: "2026-11-01T02:30:00-05:00[America/Havana]"
        ),
        Night(
            zone: "Europe/Berlin",
            before: "2026-10-25 00:29:58",
            due: "2026-10-25T00:30:00Z",
            start: "2026-10-25T02:30:00+02:00[Europe/Berlin]"
        ),
        Night(
            zone: "Australia/Lord_Howe",
            before: "2026-10-03 15:29:58",
            due: "2026-10-03T15:30:00Z",
            start: "2026-10-04T02:30:00+11:00[Australia/Lord_Howe]"
        ),
    ])
    func `the daemon itself tells it on such a night, once and at its time`(night: Night)
        async throws
    {
        let text = try Self.config(night.zone, night.zone)
            .replaced(#"remind = ["1d", "25h", "0m"]"#, by: #"partners = ["alex"]"#)
        let home = try DaemonHome(config: text)
        let day = night.before.prefix(10)
        try await home.settle(at: "\(day) 00:00:00")
        let daemon = try await home.start(at: FakeClock(night.before))
        let told = try await daemon.nudge(of: "talk")
        #expect(told["due"] == .text(night.due))
        #expect(told["occurrence"]["start"] == .text(night.start))
        #expect(try await daemon.stop() == .status(0))

        // Two hours on, past the second showing of a fold.
        let hour = try #require(Int(night.before.dropFirst(11).prefix(2)))
        let later = "\(day) \(hour + 2 < 10 ? "0" : "")\(hour + 2):40:00"
        let after = try await home.start(at: FakeClock(later))
        #expect(try await after.stop() == .status(0))
        #expect(try await after.nudges.all().isEmpty)
    }
}
