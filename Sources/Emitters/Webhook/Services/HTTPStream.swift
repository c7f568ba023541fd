import CCurl
import Household
import Synchronization

extension HTTPRequest {
    /// Sends the request, and passes on the lines of its reply as they come, until it ends.
    ///
    /// The reply may go on for as long as the other side says something within `silence`; a line has
    /// 16 KiB at most. Where the task is cancelled, or `line` returns false, it ends at once.
    func stream(
        _ policy: HTTPPolicy,
        silence: Duration,
        line: (_ text: String) async -> Bool
    ) async -> TransferReply {
        if let fault = RegularFile.fault(of: policy.caFile) {
            return TransferReply(failure: fault, status: 0)
        }
        let reader = LineReader()
        return await withTaskCancellationHandler {
            var transfer = self.transfer(policy, allowing: isPrivate)
            transfer.limits.timeout_ms = 0
            transfer.limits.silence_ms = silence.milliseconds
            reader.start(&transfer)
            for await text in reader.lines where await !line(text) {
                reader.ticket.cancel()
                break
            }
            return reader.reply ?? TransferReply(failure: "ended early", status: 0)
        } onCancel: {
            reader.ticket.cancel()
        }
    }
}

/// A transfer under way, which can be ended early.
final class TransferTicket: Sendable {
    private struct State {
        var number: UInt64?
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// Notes the number of the transfer, which ends at once where that was asked for before.
    func note(_ number: UInt64) {
        let isCancelled = state.withLock { state in
            state.number = number
            return state.isCancelled
        }
        if isCancelled {
            ccurl_cancel(number)
        }
    }

    func cancel() {
        let number = state.withLock { state in
            state.isCancelled = true
            return state.number
        }
        if let number {
            ccurl_cancel(number)
        }
    }
}

/// Makes lines of the bytes that come in on the thread of the transfers.
private final class LineReader: Sendable {
    private static let longest = 16 * 1_024
    /// How many lines may wait to be read; a peer that is quicker is not heard out.
    private static let most = 1_000

    let ticket = TransferTicket()
    let lines: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation
    private let rest = Mutex<[UInt8]>([])
    private let end = Mutex<TransferReply?>(nil)

    init() {
        (lines, continuation) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(Self.most)
        )
    }

    /// The reply once it has ended.
    var reply: TransferReply? { end.withLock { $0 } }

    func start(_ transfer: inout Transfer) {
        let context = Unmanaged.passRetained(self).toOpaque()
        transfer.limits.context = context
        transfer.limits.on_bytes = { context, bytes, length in
            guard let context else {
                return 1
            }
            let reader = Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue()
            return reader.take(UnsafeBufferPointer(start: bytes, count: length)) ? 0 : 1
        }
        transfer.send([]) { request, limits in
            let number = ccurl_start(
                request,
                limits,
                { context, reply in
                    guard let context else {
                        return
                    }
                    let reader = Unmanaged<LineReader>.fromOpaque(context).takeRetainedValue()
                    reader.finish(TransferReply(reply.pointee, refusal: HTTPRequest.refusal))
                },
                context
            )
            ticket.note(number)
        }
    }

    /// Passes on the lines that are whole now; `false` where the peer is not to be heard out.
    private func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        rest.withLock { rest in
            rest += bytes
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeSubrange(...end)
                if case .dropped = continuation.yield(line) {
                    return false
                }
            }
            return rest.count <= Self.longest
        }
    }

    private func finish(_ reply: TransferReply) {
        end.withLock { $0 = reply }
        continuation.finish()
    }
}
