import Addresses
import CCurl
import Household

/// One HTTP request; the URL in it may hold a token and is not to be printed.
struct HTTPRequest: Sendable {
    var method = "POST"
    var url: String
    /// Names and values, in order; a value has no line break in it.
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// The most bytes of the reply that are kept.
    var mostKept = Transfer.mostKept
}

/// The bounds of a request, and the hosts that it may reach.
struct HTTPPolicy: Hashable, Sendable {
    var timeout: Duration
    /// A file of certificates to trust instead of the system's.
    var caFile: String?
    /// Whether plain http is allowed to any host.
    var isInsecure = false
}

extension HTTPRequest {
    /// Makes a request with a body of JSON and, where there is one, a bearer token.
    init(
        _ method: String = "POST",
        to url: String,
        json body: some Encodable,
        bearer token: Secret? = nil
    ) throws {
        self.init(
            method: method,
            url: url,
            headers: [("Content-Type", "application/json")],
            body: try WireJSON.bytes(of: body)
        )
        if let token {
            headers.append(("Authorization", "Bearer \(token.revealed)"))
        }
    }

    /// Sends the request, which takes the policy's timeout at most; no thread blocks meanwhile.
    ///
    /// Where the task is cancelled, it fails at once.
    ///
    /// Plain http goes to private networks only, past any proxy, unless the policy allows more;
    /// `allowsPeer` decides which addresses are private.
    func perform(
        _ policy: HTTPPolicy,
        allowing allowsPeer: @convention(c) @escaping (UnsafePointer<CChar>) -> Int32 = isPrivate
    ) async -> TransferReply {
        if let fault = RegularFile.fault(of: policy.caFile) {
            return TransferReply(failure: fault, status: 0)
        }
        let ticket = TransferTicket()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                var transfer = self.transfer(policy, allowing: allowsPeer)
                let waiter = Unmanaged.passRetained(Waiter(continuation)).toOpaque()
                transfer.send(body) { ticket.note(ccurl_start($0, $1, resumeWaiter, waiter)) }
            }
        } onCancel: {
            ticket.cancel()
        }
    }

    /// The request as libcurl gets it.
    func transfer(
        _ policy: HTTPPolicy,
        allowing allowsPeer: @convention(c) @escaping (UnsafePointer<CChar>) -> Int32
    ) -> Transfer {
        var transfer = Transfer(
            to: url,
            timeout: policy.timeout,
            caFile: policy.caFile,
            keeping: mostKept
        )
        let lines = headers.map { "\($0.name): \($0.value)" }
        transfer.request.method = transfer.text(method)
        transfer.request.headers = transfer.text(lines.joined(separator: "\n"))
        if !policy.isInsecure, !url.lowercased().hasPrefix("https:") {
            transfer.request.is_direct = true
            transfer.request.allows_peer = allowsPeer
        }
        return transfer
    }

    static let refusal =
        "the host is not on a private network, and plain http is allowed only there"

    /// The caller that awaits a reply.
    fileprivate final class Waiter: Sendable {
        let continuation: CheckedContinuation<TransferReply, Never>

        init(_ continuation: CheckedContinuation<TransferReply, Never>) {
            self.continuation = continuation
        }
    }
}

private let resumeWaiter: ccurl_done = { waiter, reply in
    if let waiter {
        let reply = TransferReply(
            reply.pointee,
            refusal: HTTPRequest.refusal
        )
        Unmanaged<HTTPRequest.Waiter>.fromOpaque(waiter).takeRetainedValue()
            .continuation.resume(returning: reply)
    }
}

let isPrivate: @convention(c) (UnsafePointer<CChar>) -> Int32 = { address in
    IPAddress(String(cString: address))?.isPrivate == true ? 1 : 0
}
