import CivilTime
import Emitters
import Delivery
import Household
import Planning
import SystemZones
import TestKit

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

/// The time at which the tests send; one second after the nudges are due.
let now = Instant(secondsSinceEpoch: 1_768_015_801)

/// An emitter that posts to `url`.
func webhook(
    _ url: String,
    preset: WebhookPreset = .none,
    token: SecretReference? = nil,
    secret: SecretReference? = nil,
    timeout: Duration = .seconds(20),
    answers: AnswerTokens? = nil,
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
