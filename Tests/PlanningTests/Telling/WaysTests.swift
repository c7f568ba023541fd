import CivilTime
import Household
import Testing

/// By which channels a nudge reaches somebody, and in which order.
@Suite struct WaysTests {
    /// A case: what the config says, and the channels told at once and later, with the minutes until then.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var desk: Int?
        var ritual: Escalation?
        var partner: Escalation?
        var channels: [String]?
        var isUrgent = false
        var isReturn = false
        var first: [String]
        /// `phone: 15 unshown`, `phone: 30 unanswered`, or both.
        var later: [String] = []

        init(
            _ description: String,
            first: [String],
            later: [String] = [],
            _ change: (inout Case) -> Void = { _ in }
        ) {
            testDescription = description
            self.first = first
            self.later = later
            change(&self)
        }
    }

    private static let half = Duration.seconds(1_800)

    @Test(arguments: [
        Case("nothing said", first: ["desk", "mail", "phone"]),
        Case(
            "the others wait for the desktop",
            first: ["desk"],
            later: ["mail: 15 unshown", "phone: 15 unshown"]
        ) {
            $0.desk = 15
        },
        Case("urgent, nobody waits", first: ["desk", "mail", "phone"]) {
            $0.desk = 15
            $0.isUrgent = true
        },
        Case("a ritual keeps to its channels", first: ["desk"], later: ["phone: 15 unshown"]) {
            $0.desk = 15
            $0.channels = ["desk", "phone"]
        },
        Case("without the desktop nobody waits for it", first: ["phone"]) {
            $0.desk = 15
            $0.channels = ["phone"]
        },
        Case(
            "the ritual names its other way",
            first: ["desk", "mail"],
            later: ["phone: 30 unanswered"]
        ) {
            $0.ritual = Escalation(channels: ["phone"])
        },
        Case("the partner does", first: ["desk", "mail"], later: ["phone: 10 unanswered"]) {
            $0.partner = Escalation(channels: ["phone"], after: .seconds(600))
        },
        Case(
            "the ritual's wait goes before",
            first: ["desk", "mail"],
            later: ["phone: 30 unanswered"]
        ) {
            $0.partner = Escalation(channels: ["phone"], after: .seconds(600))
            $0.ritual = Escalation(after: half)
        },
        Case("a ritual by that channel alone is told there", first: ["phone"]) {
            $0.partner = Escalation(channels: ["phone"])
            $0.channels = ["phone"]
        },
        Case("beyond its channels", first: ["desk"], later: ["phone: 30 unanswered"]) {
            $0.channels = ["desk"]
            $0.ritual = Escalation(channels: ["phone"])
        },
        Case(
            "without names by all others",
            first: ["desk"],
            later: ["mail: 30 unanswered", "phone: 30 unanswered"]
        ) {
            $0.channels = ["desk"]
            $0.ritual = Escalation(after: half)
        },
        Case(
            "urgent by default",
            first: ["desk"],
            later: ["mail: 30 unanswered", "phone: 30 unanswered"]
        ) {
            $0.channels = ["desk"]
            $0.isUrgent = true
        },
        Case(
            "the return of a pause by default",
            first: ["desk"],
            later: ["mail: 30 unanswered", "phone: 30 unanswered"]
        ) {
            $0.channels = ["desk"]
            $0.isReturn = true
        },
        Case("urgent and switched off", first: ["desk"]) {
            $0.channels = ["desk"]
            $0.isUrgent = true
            $0.ritual = Escalation(channels: [])
        },
        Case(
            "both",
            first: ["desk"],
            later: ["mail: 15 unshown", "phone: 15 unshown, 30 unanswered"]
        ) {
            $0.desk = 15
            $0.ritual = Escalation(channels: ["phone"])
        },
    ])
    func `channels come in the order that the config says`(_ one: Case) throws {
        let (household, ritual) = try Self.household(one)
        let ways = household.ways(
            of: ritual,
            for: household.partners[0],
            isUrgent: one.isUrgent,
            awaitsAnswer: true
        )
        #expect(ways.first == one.first)
        #expect(Self.lines(ways) == one.later)
    }

    @Test func `what waits for no answer goes nowhere else`() throws {
        let (household, ritual) = try Self.household(
            Case("", first: []) {
                $0.ritual = Escalation(channels: ["phone"])
            }
        )
        let ways = household.ways(
            of: ritual,
            for: household.partners[0],
            isUrgent: false,
            awaitsAnswer: false
        )
        #expect(ways.first == ["desk", "mail"])
        #expect(ways.later.isEmpty)
    }

    @Test
    func `what is told as one goes at once by each channel of any, and waits the shorter time`()
        throws
    {
        let (household, _) = try Self.household(Case("", first: []))
        var one = Ways(first: ["desk"])
        one.later = [
            "phone": .init(unlessAnswered: .seconds(600)), "mail": .init(unlessShown: .seconds(60)),
        ]
        var two = Ways(first: ["mail"])
        two.later = ["phone": .init(unlessAnswered: .seconds(300))]
        let ways = Ways(merging: [one, two], in: household)
        #expect(ways.first == ["desk", "mail"])
        #expect(Self.lines(ways) == ["phone: 5 unanswered"])
    }

    private static func household(_ one: Case) throws -> (Household, Ritual) {
        var partner = Partner(id: "alex", name: "Alex", zone: .utc)
        partner.escalation = one.partner
        let terms = Trigger(signal: "timeout")
        var ritual = Ritual(id: "walk", title: "Walk", occasion: .signal(terms), zone: .utc)
        ritual.escalation = one.ritual
        ritual.channels = one.channels
        ritual.isUrgent = one.isUrgent
        if one.isReturn {
            ritual.occasion = .signal(Trigger(signal: "timeout", pause: PauseTerms()))
        }
        let elseAfter = one.desk.map { Duration.seconds($0 * 60) }
        let household = Household(
            zone: .utc,
            partners: [partner],
            channels: [
                Channel(id: "desk", kind: .desktop(DesktopSettings(elseAfter: elseAfter))),
                Channel(id: "mail", kind: .journal), Channel(id: "phone", kind: .journal),
            ],
            rituals: [ritual]
        )
        return (household, ritual)
    }

    private static func lines(_ ways: Ways) -> [String] {
        ways.later.sorted { $0.key < $1.key }.map { channel, wait in
            let waits = [(wait.unlessShown, "unshown"), (wait.unlessAnswered, "unanswered")]
            return "\(channel): "
                + waits.compactMap { wait, what in wait.map { "\(Int($0 / .seconds(60))) \(what)" }
                }
                .joined(separator: ", ")
        }
    }
}
