import CivilTime
import ControlAPI
import Delivery
import PlainText

extension DeliveryMessage {
    /// What a delivery waits for: for somebody to be there, or for the channels that come first.
    enum Wait: Hashable {
        /// The channel puts it off, for a reason.
        case held(since: Instant, reason: String)
        /// It is made at a time unless the nudge is shown before.
        case unlessShown(Instant)
        /// It is made at a time unless the nudge is answered or seen before.
        case unlessAnswered(Instant)

        /// In words; `moment` tells a time.
        func phrase(_ moment: (Instant) -> String) -> String {
            switch self {
            case .held(let since, let reason): "\(reason), since \(moment(since))"
            case .unlessShown(let time): "\(moment(time)), unless it is shown before"
            case .unlessAnswered(let time): "\(moment(time)), unless it is answered or seen before"
            }
        }
    }

    /// `nil` where it waits for none of these.
    var wait: Wait? {
        guard state == .pending, kind == .show else {
            return nil
        }
        if let held {
            return .held(since: held, reason: (detail ?? "").withoutControls)
        }
        guard attempts == 0, let next = nextAttempt, unlessShown != nil || unlessAnswered != nil
        else {
            return nil
        }
        return next == unlessShown ? .unlessShown(next) : .unlessAnswered(next)
    }

    /// How it stands: `recalling` where what was shown is being taken back, `held` where the channel
    /// puts it off, `waiting` where others come first.
    var stateWord: String {
        switch wait {
        case .held: return "held"
        case .unlessShown, .unlessAnswered: return "waiting"
        case nil: break
        }
        return kind == .withdraw && [.pending, .sending].contains(state)
            ? "recalling" : state.rawValue
    }
}
