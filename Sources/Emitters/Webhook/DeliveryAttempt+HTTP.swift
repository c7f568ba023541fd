import CivilTime
import Rituals

extension DeliveryAttempt {
    /// Reads an HTTP reply as the end of an attempt.
    ///
    /// The status line decides, also where the rest of the reply did not come: a 2xx has arrived.
    /// A redirect is a failure and is never followed, for it could carry the token elsewhere. 408,
    /// 425, 429 and 5xx may pass, and so may a network error; every other 4xx is the other side's
    /// last word.
    init(_ reply: HTTPReply, at now: Instant) {
        let asked = reply.retryAfter.flatMap { RetryAfter.read($0, at: now) }
        switch reply.status {
        case 200...299:
            self.init(.delivered, detail: "HTTP \(reply.status)")
        case 300...399:
            self.init(
                .failed(retryAfter: asked),
                detail: "HTTP \(reply.status), a redirect, which is not followed"
            )
        case 408, 425, 429, 500...599:
            self.init(.failed(retryAfter: asked), detail: "HTTP \(reply.status)")
        case 400...499:
            self.init(.refused, detail: "HTTP \(reply.status)")
        default:
            self.init(
                reply.isHopeless ? .refused : .failed(retryAfter: nil),
                detail: reply.failure.map(Self.lowered)
                    ?? "HTTP \(reply.status), which means nothing"
            )
        }
    }

    private static func lowered(_ text: String) -> String {
        text.prefix(1).lowercased() + text.dropFirst()
    }
}
