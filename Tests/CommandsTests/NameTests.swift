import Commands
import TestKit
import Testing

@testable import ControlAPI

/// Rituals, partners, channels and signals by any part that fits one of them.
struct NameTests {
    static let known = [
        (id: "check-in", title: "Check-in"), (id: "date-night", title: "Date night"),
        (id: "7-7-7-date", title: "An evening out"), (id: "7-7-7-getaway", title: "Getaway"),
        (id: "tea", title: "Tea on the balcony"), (id: "teatime", title: "Biscuits"),
    ]

    @Test(
        arguments: [
            ("check-in", .one("check-in")), ("Check-In", .one("check-in")),
            ("CHECK IN", .one("check-in")), ("check_in", .one("check-in")),
            ("getaway", .one("7-7-7-getaway")), ("GETAWAY", .one("7-7-7-getaway")),
            ("date night", .one("date-night")), ("an evening out", .one("7-7-7-date")),
            ("evening", .one("7-7-7-date")), ("balc", .one("tea")), ("tea", .one("tea")),
            ("tea on the balcony", .one("tea")), ("teat", .one("teatime")),
            ("date", .several(["date-night", "7-7-7-date"])),
            ("7-7-7", .several(["7-7-7-date", "7-7-7-getaway"])),
            ("gateway", .none), ("", .none), ("-", .none),
        ] as [(String, NameMatch)]
    )
    func `the best fit decides`(typed: String, match: NameMatch) {
        #expect(NameMatch(typed, among: Self.known) == match)
    }

    @Test(
        arguments: [
            ("tea", .one("tea")), ("biscuits", .one("teatime")), ("balcony", .none),
            ("date", .none),
        ] as [(String, NameMatch)]
    )
    func `what erases wants a whole name`(typed: String, match: NameMatch) {
        #expect(NameMatch(typed, among: Self.known, wholeOnly: true) == match)
    }

    @Test(arguments: [
        (["done", "getaway"], #""ritual":"7-7-7-getaway""#),
        (["done", "Date", "night"], #""ritual":"date-night""#),
        (
            ["skip", "welcome home", "--partner", "SAM"],
            #""partner":"sam","preview":null,"ritual":"hug""#
        ),
        (["signal", "both"], #"{"name":"both-home"}"#),
        (["send-test", "PHONE"], #"{"channel":"phone"}"#),
        (["release", "getaway"], #"{"partner":null,"ritual":"7-7-7-getaway"}"#),
        (["undo", "getaway"], #"{"occurrence":null,"partner":null,"ritual":"7-7-7-getaway"}"#),
        (["forget", "welcome home", "--yes"], #""ritual":"hug""#),
        (["forget", "getawa", "--yes"], #""ritual":"getawa""#),
        (["done", "gone-ritual"], #""ritual":"gone-ritual""#),
    ]) func `a command sends the id`(arguments: [String], body: String) throws {
        let ritualctl = Ritualctl()
        _ = try ritualctl.run(arguments)
        #expect(ritualctl.daemon.bodies.first?.contains(body) == true, "\(ritualctl.daemon.bodies)")
    }

    @Test(arguments: [
        (["why", "getaway"], "/v1/why?ritual=7-7-7-getaway"),
        (["history", "--ritual", "getaway"], "/v1/history?ritual=7-7-7-getaway"),
        (
            ["upcoming", "--ritual", "getaway", "--partner", "Sam", "--days", "9"],
            "/v1/upcoming?count=1000&days=9&ritual=7-7-7-getaway&partner=sam"
        ),
    ]) func `a question asks for the id`(arguments: [String], target: String) throws {
        let ritualctl = Ritualctl()
        _ = try ritualctl.run(arguments)
        #expect(ritualctl.daemon.requests.map(\.target) == [target])
    }

    @Test(arguments: [
        // The whole name of one that was, then a part of one that is, then a part of one that was.
        (["why", "get"], "/v1/why?ritual=get"), (["why", "get together"], "/v1/why?ritual=get"),
        (["why", "getaw"], "/v1/why?ritual=7-7-7-getaway"),
        (["why", "toget"], "/v1/why?ritual=get"),
        (["history", "get"], "/v1/history?ritual=get"),
        (["history", "--ritual", "getaway"], "/v1/history?ritual=7-7-7-getaway"),
        (["history", "nothing"], "/v1/history?ritual=nothing"),
    ]) func `of what is kept no longer there is a record`(arguments: [String], target: String)
        throws
    {
        let ritualctl = Ritualctl()
        ritualctl.daemon.names.former = [.init(id: "get", title: "Get together")]
        _ = try ritualctl.run(arguments)
        #expect(ritualctl.daemon.requests.map(\.target) == [target])
    }

    @Test func `a part of several is refused with all of them`() throws {
        let ritualctl = Ritualctl()
        let result = try ritualctl.run("done", "7-7-7")
        #expect(
            result.errors == """
                ritualctl: '7-7-7' fits more than one ritual: 7-7-7-getaway, 7-7-7-vacation

                """
        )
        #expect(result.code == 1)
        #expect(ritualctl.daemon.requests.isEmpty)
    }

    @Test(arguments: [
        (["upcomming"], "there is no command 'upcomming'; did you mean 'upcoming'?"),
        (["outbox", "retyr", "3"], "there is no command 'outbox retyr'; did you mean 'retry'?"),
        (["frobnicate"], "there is no command 'frobnicate'\n"),
        (["upcoming", "--dyas", "3"], "Did you mean '--days'?"),
    ]) func `a mistyped command or option gets the nearest one`(
        arguments: [String],
        message: String
    ) throws {
        let result = try Ritualctl().run(arguments)
        #expect(result.errors.contains(message))
        #expect(result.code == 64)
    }

    @Test(arguments: [
        (["upcoming", "--config", "CONFIG", "--ritual", "chekc-in"], "no ritual 'chekc-in' in"),
        (["upcoming", "--config", "CONFIG", "--partner", "sma"], "did you mean 'sam'?"),
    ]) func `so does a name that a config file does not have`(
        arguments: [String],
        message: String
    ) throws {
        let arguments = arguments.map {
            $0 == "CONFIG" ? BuiltCommands.project("config.example.toml") : $0
        }
        let result = try Ritualctl().run(arguments)
        #expect(result.errors.contains(message), "\(result)")
        #expect(result.code == 1)
    }
}
