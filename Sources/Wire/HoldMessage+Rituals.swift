import CivilTime
package import ControlAPI
package import Household
package import Planning

extension HoldMessage {
    package init(_ hold: Hold, _ household: Household) {
        self.init(
            ritual: hold.ritual,
            title: hold.ritual.map { household.ritual($0)?.title ?? $0 },
            from: hold.from.description,
            until: hold.until.description,
            reason: hold.reason,
            partner: hold.partner,
            released: hold.released?.description,
            zone: household.zone.identifier
        )
    }
}
