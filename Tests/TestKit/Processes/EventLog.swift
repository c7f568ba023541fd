import Synchronization

/// What has happened at some place so far, in order, and what is still to happen there.
///
/// Tests await an event instead of sleeping. A wait ends with the event, with the end of the log
/// or with the cancellation of its task, as by a test's time limit; the last two throw what had
/// come until then.
package final class EventLog<Event: Sendable>: Sendable {
    private struct Waiter {
        var matches: @Sendable (_ events: [Event], _ finished: Bool) -> Bool
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var events: [Event] = []
        var isFinished = false
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    private let name: String
    private let state = Mutex(State())

    /// - Parameter name: What the log is of, for failures: `stdout of rituald`.
    package init(_ name: String) {
        self.name = name
    }

    package var events: [Event] { state.withLock { $0.events } }

    package func append(_ event: Event) {
        change { $0.events.append(event) }
    }

    /// Says that nothing more will come.
    package func finish() {
        change { $0.isFinished = true }
    }

    /// Awaits the first event, from the `start`-th on, that matches.
    package func first(
        from start: Int = 0,
        where matches: @escaping @Sendable (Event) -> Bool = { _ in true }
    ) async throws -> Event {
        await wait { events, isFinished in
            isFinished || events.dropFirst(start).contains(where: matches)
        }
        guard let event = events.dropFirst(start).first(where: matches) else {
            throw EventNeverCame(log: name, events: events.map { "\($0)" })
        }
        return event
    }

    /// Awaits the end and returns all that came.
    package func all() async throws -> [Event] {
        await wait { _, isFinished in isFinished }
        guard state.withLock({ $0.isFinished }) else {
            throw EventNeverCame(log: "the end of \(name)", events: events.map { "\($0)" })
        }
        return events
    }

    /// Suspends until the log is as wanted or the task is cancelled.
    private func wait(
        until matches: @escaping @Sendable (_ events: [Event], _ finished: Bool) -> Bool
    ) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !matches(state.events, state.isFinished), !Task.isCancelled else {
                        return true
                    }
                    state.waiters[id] = Waiter(matches: matches, continuation: continuation)
                    return false
                }
                if isOver {
                    continuation.resume()
                }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let over = state.withLock { state in
            change(&state)
            let over = state.waiters.filter { $0.value.matches(state.events, state.isFinished) }
            for id in over.keys {
                state.waiters[id] = nil
            }
            return over.values.map(\.continuation)
        }
        for continuation in over {
            continuation.resume()
        }
    }
}

/// An awaited event did not come before the log ended or the wait was cancelled.
package struct EventNeverCame: Error, CustomStringConvertible {
    package var log: String
    package var events: [String]

    package var description: String {
        let came = events.isEmpty ? "nothing" : "\n  " + events.joined(separator: "\n  ")
        return "what was awaited from \(log) never came; what came: \(came)"
    }
}
