import CivilTime
import Delivery
import Planning
import Synchronization

/// A channel whose answers are given beforehand, and whose nudges can be awaited.
final class WatchedChannel: Emitting {
    private struct State {
        var answers: [DeliveryAttempt.Result]
        var nudges: [Nudge] = []
        var withdrawn: [ShownMessage] = []
        var withdrawals: [DeliveryAttempt.Result] = []
        var replaces = false
        var restored: [[Nudge]] = []
        var isReady = true
        var hold: String?
        var hasLeft = false
    }

    private let state: Mutex<State>
    private let events: AsyncStream<Nudge>
    private let continuation: AsyncStream<Nudge>.Continuation

    /// Answers with `answers` in turn, then with `delivered`.
    convenience init(answering answers: DeliveryAttempt.Result...) {
        self.init(answering: answers)
    }

    init(answering answers: [DeliveryAttempt.Result]) {
        state = Mutex(State(answers: answers))
        (events, continuation) = AsyncStream.makeStream(of: Nudge.self)
    }

    var nudges: [Nudge] { state.withLock { $0.nudges } }
    var withdrawn: [Nudge] { state.withLock { $0.withdrawn.map(\.nudge) } }
    /// The names of the messages that were to be removed, in order.
    var removed: [String?] { state.withLock { $0.withdrawn.map(\.name) } }
    var replaces: Bool { state.withLock { $0.replaces } }
    var restored: [[Nudge]] { state.withLock { $0.restored } }
    var hasLeft: Bool { state.withLock { $0.hasLeft } }

    func set(ready: Bool) {
        state.withLock { $0.isReady = ready }
    }

    /// From now on it removes nothing as often as there are answers, and then all.
    func set(withdrawing answers: [DeliveryAttempt.Result], replaces: Bool = false) {
        state.withLock { state in
            state.withdrawals = answers
            state.replaces = replaces
        }
    }

    func obstacle() async -> String? {
        state.withLock { $0.isReady ? nil : "not there yet" }
    }

    /// What is not urgent is put off for a reason; `nil` ends that.
    func set(hold reason: String?) {
        state.withLock { $0.hold = reason }
    }

    func hold(on nudge: Nudge) async -> HeldBack? {
        state.withLock { nudge.isUrgent ? nil : $0.hold.map { HeldBack($0) } }
    }

    func restore(_ nudges: [Nudge]) async {
        state.withLock { $0.restored.append(nudges) }
    }

    func leave() async {
        state.withLock { $0.hasLeft = true }
    }

    func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        let (answer, count) = state.withLock { state in
            state.nudges.append(nudge)
            return (
                state.answers.isEmpty ? .delivered : state.answers.removeFirst(),
                state.nudges.count
            )
        }
        continuation.yield(nudge)
        var attempt = DeliveryAttempt(answer, detail: "as told")
        attempt.message = answer == .delivered ? "message \(count)" : nil
        return attempt
    }

    @discardableResult
    func withdraw(_ messages: [ShownMessage]) async -> DeliveryAttempt {
        let answer = state.withLock { state in
            state.withdrawn += messages
            return state.withdrawals.isEmpty ? .delivered : state.withdrawals.removeFirst()
        }
        return DeliveryAttempt(answer, detail: "taken away")
    }

    /// The next nudge that comes.
    func next() async -> Nudge? {
        for await nudge in events {
            return nudge
        }
        return nil
    }
}

/// A channel that takes a nudge and never answers, until it is let go.
final class HangingChannel: Emitting {
    private let begun: AsyncStream<Void>
    private let begin: AsyncStream<Void>.Continuation
    private let released: AsyncStream<Void>
    private let release: AsyncStream<Void>.Continuation
    private let withdrawn = Mutex<[ShownMessage]>([])

    /// The names of the messages that were to be removed, in order.
    var removed: [String?] { withdrawn.withLock { $0.map(\.name) } }

    init() {
        (begun, begin) = AsyncStream.makeStream(of: Void.self)
        (released, release) = AsyncStream.makeStream(of: Void.self)
    }

    func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        begin.yield()
        for await _ in released {
            break
        }
        var attempt = DeliveryAttempt(.delivered, detail: "at last")
        attempt.message = "late"
        return attempt
    }

    @discardableResult
    func withdraw(_ messages: [ShownMessage]) async -> DeliveryAttempt {
        withdrawn.withLock { $0 += messages }
        return DeliveryAttempt(.delivered, detail: "taken away")
    }

    func hasBegun() async {
        for await _ in begun {
            return
        }
    }

    func letGo() {
        release.finish()
    }
}

/// A channel with an endpoint, whose settings can be told apart by their fingerprint.
struct Endpoint: Emitting {
    let watched: WatchedChannel
    var endpoint: String? = "there"

    func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        var attempt = await watched.deliver(nudge)
        attempt.status = 418
        attempt.reply = "short and stout"
        return attempt
    }
}
