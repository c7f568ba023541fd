package import Planning

/// Hears the answers that partners give where a channel's service shows its messages, by a
/// connection that this side makes.
///
/// A listener decides nothing, keeps no queue and logs nothing. It is asked only while a message of
/// its channel is open, and not twice at once.
package protocol Listening: Sendable {
    /// Makes one connection, and hands over what is heard, in order, until the connection ends, a
    /// bound of its own is reached, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - place: what the listener heard last, in the service's words; `nil` at the first time
    ///     since the start, where it hears all that the service still has.
    ///   - hear: takes one answer, and returns what became of it once that is decided, so that a
    ///     listener tells the service only then that the answer arrived. Where it could not be taken,
    ///     the listener ends the connection, and the next one goes on before it.
    /// - Returns: how the connection ended, and where the next one goes on.
    func listen(
        from place: String?,
        hear: @Sendable (HeardAnswer) async -> Hearing
    ) async -> ListeningEnd
}

/// What became of an answer that was heard.
package enum Hearing: Hashable, Sendable {
    /// It counts.
    case taken
    /// It changes nothing, now or later.
    case refused
    /// It could not be taken now, and is to be heard again.
    case notNow
}

/// What a listener heard; it may be forged, late, or there for the second time.
package enum HeardAnswer: Hashable, Sendable {
    /// A text that should be an answer's token.
    case token(String)
    /// A sign of somebody's on a message.
    case sign(HeardSign)
    /// Something that cannot be an answer.
    case noise
}

/// A sign on a message, such as a reaction, with the names that the service gave both.
package struct HeardSign: Hashable, Sendable {
    package var action: NudgeAction
    package var message: String
    /// The partner whose it is; `nil` for somebody else's.
    package var partner: String?
    /// The sign's own name, by which it counts once.
    package var name: String

    package init(_ action: NudgeAction, on message: String, by partner: String?, name: String) {
        self.action = action
        self.message = message
        self.partner = partner
        self.name = name
    }
}

/// How a connection of a listener ended.
package struct ListeningEnd: Hashable, Sendable {
    package enum Result: Hashable, Sendable {
        /// It was of use, so that the next connection may follow at once.
        case heardOut
        /// It failed; the next one waits, at least `retryAfter` where the other side gave that.
        case failed(retryAfter: Duration?)
        /// The service refuses to be listened to, until its channel's settings change.
        case refused
    }

    /// How a connection ends that brought an answer which could not be taken.
    package static func beforeUntaken(place: String?) -> Self {
        Self(
            .failed(retryAfter: nil),
            detail: "an answer could not be taken, and is asked for again",
            place: place
        )
    }

    package var result: Result
    /// What happened, such as `HTTP 503`; free of URLs, tokens and bodies.
    package var detail: String
    /// Where the next connection goes on.
    package var place: String?

    package init(_ result: Result, detail: String, place: String?) {
        self.result = result
        self.detail = detail
        self.place = place
    }
}
