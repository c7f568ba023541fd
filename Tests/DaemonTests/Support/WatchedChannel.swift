import CivilTime
import Delivery
import Planning
import Synchronization

/// A channel whose answers are given beforehand, and whose nudges can be awaited.
final class WatchedChannel: Emitting {
    private struct State {
        var answers: [DeliveryAttempt.Result]
        var nudges: [Nudge] = []
        var withdrawn: [Nudge] = []
        var restored: [[Nudge]] = []
        var isReady = true
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
    var withdrawn: [Nudge] { state.withLock { $0.withdrawn } }
    var restored: [[Nudge]] { state.withLock { $0.restored } }
    var hasLeft: Bool { state.withLock { $0.hasLeft } }

    func set(ready: Bool) {
        state.withLock { $0.isReady = ready }
    }

    func obstacle() async -> String? {
        state.withLock { $0.isReady ? nil : "not there yet" }
    }

    func restore(_ nudges: [Nudge]) async {
        state.withLock { $0.restored.append(nudges) }
    }

    func leave() async {
        state.withLock { $0.hasLeft = true }
    }

    func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        let answer = state.withLock { state in
            state.nudges.append(nudge)
            return state.answers.isEmpty ? .delivered : state.answers.removeFirst()
        }
        continuation.yield(nudge)
        return DeliveryAttempt(answer, detail: "as told")
    }

    @discardableResult
    func withdraw(_ nudges: [Nudge]) async -> DeliveryAttempt {
        state.withLock { $0.withdrawn += nudges }
        return DeliveryAttempt(.delivered, detail: "taken away")
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

    init() {
        (begun, begin) = AsyncStream.makeStream(of: Void.self)
        (released, release) = AsyncStream.makeStream(of: Void.self)
    }

    func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        begin.yield()
        for await _ in released {
            break
        }
        return DeliveryAttempt(.delivered, detail: "at last")
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
