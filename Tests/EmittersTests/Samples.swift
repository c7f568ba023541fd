import CivilTime
import Delivery
import Household
import Planning
import SystemZones
import TestKit

@testable import Emitters

/// A nudge of a check-in at 20:30 in Denver.
func nudge(
    stage: Stage = .start,
    partner: String = "alex",
    title: String = "Check-in",
    body: String = "Ten minutes, phones away.",
    prompt: String? = "What was good today?",
    late: Duration = .zero,
    sensitivity: Sensitivity = .public,
    isUrgent: Bool = false
) throws -> Nudge {
    let due = try Instant(parsing: "2026-01-09T20:30:00-07:00")
    let zone = try SystemZoneDatabase().zone(named: "America/Denver")
    let time = ZonedTime(instant: due, zone: zone)
    let occurrence = OccurrenceKey(ritual: "check-in", start: time.local)
    return Nudge(
        key: StageKey(occurrence: occurrence, stage: stage, partner: partner),
        title: title,
        body: body,
        prompt: prompt,
        occurrence: OccurrenceReference(key: occurrence, start: time, end: time),
        due: due,
        late: late,
        sensitivity: sensitivity,
        isUrgent: isUrgent,
        actions: [.done, .later],
        expires: due + .seconds(3_600)
    )
}

extension Nudge {
    /// The nudge as a message for Alex and Sam has it.
    var forBoth: Nudge {
        var nudge = self
        nudge.partners = ["alex", "sam"]
        return nudge
    }
}

/// A household of so many partners, with rituals that are so sensitive.
func house(
    partners: Int = 2,
    discreetTitle: String = Household.discreetTitle,
    _ rituals: [String: Sensitivity] = [:]
) -> Household {
    var household = Household(
        zone: .utc,
        partners: ["alex", "sam", "kim"].prefix(partners).map {
            Partner(id: $0, name: $0, zone: .utc)
        },
        channels: [],
        rituals: rituals.map { id, sensitivity in
            var ritual = Ritual(
                id: id,
                title: id,
                occasion: .signal(Trigger(signal: id)),
                zone: .utc
            )
            ritual.sensitivity = sensitivity
            return ritual
        }
    )
    household.discreetTitle = discreetTitle
    return household
}

/// What a channel shows that shows so much, in such a household.
func discretion(
    _ show: Channel.Show = .all,
    in household: Household = house(),
    veil: Veil = Veil()
) -> Discretion {
    Discretion(show, in: household, veil: veil, zones: SystemZoneDatabase())
}

/// The time at which the tests send; one second after the nudges are due.
let now = Instant(secondsSinceEpoch: 1_768_015_801)

/// An emitter that posts to `url`.
func webhook(
    _ url: String,
    preset: WebhookPreset = .none,
    token: SecretReference? = nil,
    secret: SecretReference? = nil,
    timeout: Duration = .seconds(20),
    matrix: [String: String] = [:],
    answers: AnswerTokens? = nil,
    in household: Household = house(),
    change: (inout WebhookSettings) -> Void = { _ in }
) throws -> WebhookEmitter {
    var settings = WebhookSettings(
        url: Secret(url),
        preset: preset,
        token: token,
        secret: secret,
        timeout: timeout
    )
    change(&settings)
    return try WebhookEmitter(
        settings,
        secrets: SecretReader(credentialsDirectory: nil),
        discretion: discretion(.all, in: household),
        names: ["alex": "Alex", "sam": "Sam"],
        matrix: matrix,
        answers: answers,
        version: "1.2.3",
        now: { now }
    )
}

extension DeliveryAttempt {
    /// What it came to, without what was measured and answered.
    var outcome: DeliveryAttempt {
        DeliveryAttempt(result, detail: detail)
    }
}

/// Writes a secret to a file that is its owner's alone.
func secretFile(_ text: String, _ name: String, in folder: TemporaryFolder) throws
    -> SecretReference
{
    .file(try folder.write(text, to: name))
}
