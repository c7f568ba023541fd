import CivilTime
import ControlAPI
import Delivery
import Household
import Planning

/// The jar of good moments, and a look at what was kept and what is coming.
struct KeepsakeAnswers {
    let snapshot: Snapshot
    /// The partner who sits at this machine; `nil` where it is nobody in particular.
    let sitting: String?

    private var household: Household { snapshot.household }

    func moments(_ query: MomentsQuery) throws -> MomentsMessage {
        let zone = household.zone
        let midnight = { (date: CivilDate) in zone.instant(of: CivilDateTime(date, .midnight)) }
        let from = query.from.map(midnight) ?? .distantPast
        let until = query.until.map { midnight($0.adding(days: 1)) } ?? .distantFuture
        let all = try snapshot.ledger.moments(since: from).filter { $0.said < until }
        return MomentsMessage(
            zone: zone.identifier,
            moments: all.suffix(LongAnswer.mostRows).map { MomentMessage($0) },
            count: all.count
        )
    }

    func keep(_ request: MomentRequest) throws -> Mutation<MomentMessage> {
        guard let words = try OwnWords.read(request.words, called: "the moment"),
            !words.allSatisfy(\.isWhitespace)
        else {
            throw Problem(.badRequest, detail: "the moment has no words")
        }
        guard snapshot.plan.keepsakes.hasRoomForMoment(at: snapshot.now) else {
            throw Problem(
                .conflict,
                detail: "\(Keepsakes.mostMoments) moments were kept in a day; no more are taken"
            )
        }
        let moment = Moment(
            words,
            partner: try household.speaker(request.partner, of: nil, sitting: sitting),
            said: snapshot.now
        )
        return Mutation(event: .keep(moment)) { _ in MomentMessage(moment) }
    }

    func digest(_ query: DigestQuery) -> DigestMessage {
        let days = query.days ?? DigestQuery.defaultDays
        let (zone, now) = (household.zone, snapshot.now)
        let today = zone.local(at: now).date
        let (from, until) = (today.adding(days: -days), today.adding(days: days))
        let seen = Retrospect(
            snapshot.plan,
            from: zone.instant(of: CivilDateTime(from, .midnight)),
            now: now,
            until: zone.instant(of: CivilDateTime(until.adding(days: 1), .midnight))
        )
        return DigestMessage(seen, household, from: from, until: until)
    }
}
