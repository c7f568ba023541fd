package import CivilTime
package import Delivery
import Foundation
package import Household
package import Planning

/// Puts the calendar of the rituals at an address, whole.
///
/// What is there is read before, and replaced only where nothing else than this calendar is in it:
/// the address may be that of a calendar that somebody has kept for years. Each attempt takes the
/// calendar as it is then, so one that waited carries what has changed meanwhile. No redirect is
/// followed.
package struct CalendarEmitter: Emitting {
    /// The most bytes of what is there that are read.
    private static let most = 32 * 1_024 * 1_024

    package let endpoint: String?
    private let url: String
    private let headers: [(name: String, value: String)]
    private let policy: HTTPPolicy
    private let redactor: Redactor
    private let latest: @Sendable () -> [UInt8]?
    private let objection: @Sendable ([UInt8]) -> String?
    private let now: @Sendable () -> Instant

    /// Reads the password, once.
    ///
    /// - Parameters:
    ///   - upload: the address and the login.
    ///   - secrets: reads the password.
    ///   - version: the version of rituald.
    ///   - latest: the calendar's text as it is now; `nil` where it was not made yet.
    ///   - objection: why a text that is at the address must stay there; `nil` where it may be
    ///     replaced.
    ///   - now: reads the wall clock.
    /// - Throws: `EmitterError` where the password is missing.
    package init(
        _ upload: CalendarUpload,
        secrets: SecretReader,
        version: String,
        latest: @escaping @Sendable () -> [UInt8]?,
        objection: @escaping @Sendable ([UInt8]) -> String?,
        now: @escaping @Sendable () -> Instant
    ) throws(EmitterError) {
        url = upload.url.revealed
        var headers = [(name: "User-Agent", value: "rituald/\(version)")]
        var login: [String] = []
        if let reference = upload.password {
            let password = try secrets.read(reference).revealed
            let pair = "\(upload.user ?? ""):\(password)"
            headers.append(("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())"))
            login = [password, pair]
        }
        self.headers = headers
        policy = HTTPPolicy(timeout: .seconds(30), caFile: upload.caFile)
        redactor = Redactor(url: url, and: login)
        endpoint = Fingerprint.of(["calendar", url, upload.caFile ?? ""] + login)
        self.latest = latest
        self.objection = objection
        self.now = now
    }

    package func obstacle() async -> String? {
        latest() == nil ? "the calendar is not made yet" : nil
    }

    package func deliver(_ nudge: Nudge) async -> DeliveryAttempt {
        guard let text = latest() else {
            return DeliveryAttempt(.failed(retryAfter: nil), detail: "the calendar is not made yet")
        }
        var request = HTTPRequest(method: "GET", url: url, headers: headers)
        request.headers.append(("Accept", "text/calendar"))
        request.mostKept = Self.most
        let there = await request.perform(policy)
        var put = HTTPRequest(method: "PUT", url: url, headers: headers, body: text)
        put.headers.append(("Content-Type", "text/calendar; charset=utf-8"))
        switch there.status {
        case 200 where there.failure != nil:
            return attempt(there, "what is there could not be read")
        case 200 where there.isCut:
            return refusal(there, "what is there is longer than 32 MiB and is not replaced")
        case 200 where there.body == text:
            return DeliveryAttempt(
                .delivered,
                detail: "it is there already",
                status: 200,
                latency: there.latency
            )
        case 200:
            if let objection = objection(there.body) {
                return refusal(there, objection)
            }
            // A weak tag cannot be asked for (RFC 9110 section 13.1.1).
            if let tag = there.etag, tag.hasPrefix("\"") {
                put.headers.append(("If-Match", tag))
            }
        case 404, 410:
            put.headers.append(("If-None-Match", "*"))
        default:
            return attempt(there, "what is there cannot be read")
        }
        let reply = await put.perform(policy)
        var attempt = attempt(reply, nil)
        attempt.reply = redactor.excerpt(of: reply.body)
        return attempt
    }

    private func refusal(_ reply: TransferReply, _ detail: String) -> DeliveryAttempt {
        DeliveryAttempt(.refused, detail: detail, status: reply.status, latency: reply.latency)
    }

    /// The result of a request; where `what` is given, it was to read what is there.
    private func attempt(_ reply: TransferReply, _ what: String?) -> DeliveryAttempt {
        let meaning = CalendarStatus.meaning(of: reply.status)
        let answer = ["HTTP \(reply.status)", meaning].compactMap(\.self).joined(separator: ", ")
        let said = reply.failure ?? answer
        let later = reply.retryAfter.flatMap { value in
            RetryAfter.read(value, at: reply.date.flatMap(RetryAfter.date) ?? now())
        }
        let result: DeliveryAttempt.Result
        switch reply.status {
        case 200...299 where what == nil: result = .delivered
        case 300...399, 408, 412, 423, 425, 429, 500...599: result = .failed(retryAfter: later)
        case 400...499: result = .rejected
        default: result = reply.isHopeless ? .refused : .failed(retryAfter: nil)
        }
        return DeliveryAttempt(
            result,
            detail: [what, said].compactMap(\.self).joined(separator: ": "),
            status: reply.status == 0 ? nil : reply.status,
            latency: reply.latency
        )
    }
}

/// What a WebDAV server means by a status (RFC 4918, RFC 9110).
enum CalendarStatus {
    static func meaning(of status: Int) -> String? {
        switch status {
        case 300...399: "the calendar is at another address now; redirects are not followed"
        case 401: "the server does not take the user and the password"
        case 403: "the server does not let this user write there"
        case 404, 409: "the folder of this address is not there"
        case 405, 415, 501: "the server takes no whole calendar at this address"
        case 412: "somebody has changed it meanwhile"
        case 413: "the calendar is too long for the server"
        case 423: "somebody has locked it"
        case 507: "the server has no room left"
        default: nil
        }
    }
}
