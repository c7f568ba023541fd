import CivilTime
import Delivery

extension DeliveryAttempt {
    /// Reads an HTTP reply as the end of an attempt.
    ///
    /// The status line decides, also where the rest of the reply did not come: a 2xx has arrived. A
    /// service that says in the body what it does not say by its status is read by `service`.
    /// A redirect is a failure and is never followed, for it could carry the token elsewhere. 408,
    /// 425, 429 and 5xx may pass, and so may a network error. 410 means that there is nobody any more.
    /// Every other 4xx is worth one more try, for what a proxy or a server says that is being renewed.
    init(_ reply: HTTPReply, at now: Instant, from service: any WebhookService) {
        let said = service.reading(of: reply)
        let status = said?.status ?? reply.status
        let there = reply.date.flatMap(RetryAfter.date) ?? now
        let asked = [reply.retryAfter.flatMap { RetryAfter.read($0, at: there) }, said?.retryAfter]
            .compactMap(\.self).max()
        var detail = "HTTP \(reply.status)"
        if let note = said?.note {
            detail += ", \(note)"
        }
        let result: Result
        switch status {
        case 200...299: result = .delivered
        case 300...399:
            result = .failed(retryAfter: asked)
            detail += ", a redirect, which is not followed"
        case 408, 425, 429, 500...599: result = .failed(retryAfter: asked)
        case 410: result = .gone
        case 400...499: result = .rejected
        default:
            result = reply.isHopeless ? .refused : .failed(retryAfter: nil)
            detail = reply.failure ?? "\(detail), which means nothing"
        }
        self.init(
            result,
            detail: detail,
            status: reply.status == 0 ? nil : reply.status,
            latency: reply.latency
        )
    }
}
