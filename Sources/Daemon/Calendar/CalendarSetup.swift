import CivilTime
import ControlAPI
import Emitters
import Household
import ICalendar

/// Makes the emitter that puts the calendar at an address.
struct CalendarSetup: Sendable {
    let secrets: SecretReader
    let identity: CalendarIdentity
    let latest: LatestCalendar
    let now: @Sendable () -> Instant

    func emitter(for upload: CalendarUpload) throws(EmitterError) -> CalendarEmitter {
        try CalendarEmitter(
            upload,
            secrets: secrets,
            version: ProductVersion.current,
            latest: { [latest] in latest.current },
            objection: { [identity] in Self.objection(to: $0, identity) },
            now: now
        )
    }

    /// Why what is at the address must stay there: something else than this household's calendar is in it.
    static func objection(to text: [UInt8], _ identity: CalendarIdentity) -> String? {
        guard !text.allSatisfy({ $0 == 0x0a || $0 == 0x0d || $0 == 0x20 }) else {
            return nil
        }
        guard let calendars = try? Component.calendars(in: text) else {
            return "what is there is no calendar and is not replaced"
        }
        let others = calendars.flatMap(\.components).count {
            $0.name != "VTIMEZONE" && !identity.made($0.first("UID")?.value ?? "")
        }
        let rest = "not of these rituals, so nothing is replaced"
        switch others {
        case 0: return nil
        case 1: return "an entry there is \(rest)"
        default: return "\(others) entries there are \(rest)"
        }
    }
}
