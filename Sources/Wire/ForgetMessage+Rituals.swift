package import ControlAPI
package import Delivery

extension ForgetMessage {
    package init(_ erased: Erased, _ request: ForgetRequest) {
        self.init(
            ritual: request.ritual,
            before: request.before,
            occurrences: erased.occurrences,
            decisions: erased.decisions,
            outcomes: erased.outcomes,
            notes: erased.notes,
            holds: erased.holds,
            nudges: erased.nudges,
            deliveries: erased.deliveries,
            damaged: erased.setAside,
            kept: erased.spared
        )
    }
}
