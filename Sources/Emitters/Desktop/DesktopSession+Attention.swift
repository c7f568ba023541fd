import Delivery
import Household
import Planning

// Whether a nudge is shown now: somebody is there, and wants to be disturbed.

/// What a desktop knows of the people before it.
struct Attention {
    /// Tells whether somebody is at the machine; `nil` where nothing can.
    let seat: Seat?
    /// Whether somebody has to be there.
    var wanted = DesktopSettings.Attention.any
    /// `nil` where the server does not say.
    var doNotDisturb: DoNotDisturb?
    /// Whether a nudge was put off since the channel was last ready.
    var isHolding = false
    /// What was last told of the channel.
    var notice: String?
    /// The watch by which Mutter tells that somebody is back.
    private var watch: UInt32?

    init(seat: Seat?) {
        self.seat = seat
    }

    /// Has Mutter tell that somebody is back, unless it was asked already.
    mutating func awaitActivity(on bus: NotificationBus) {
        watch = watch ?? Mutter.awaitActivity(on: bus)
    }

    /// Takes Mutter's word; false where it is about another watch.
    mutating func noteActive(_ fired: UInt32) -> Bool {
        defer { watch = watch == fired ? nil : watch }
        return watch == fired
    }

    /// Forgets what another server said: a new one is asked again.
    mutating func forget() {
        doNotDisturb = nil
        isHolding = false
        watch = nil
    }
}

/// The words about attention that people read.
enum AttentionWords {
    static let away = "nobody is at the machine"
    static let locked = "the screen is locked"
    static let unread = "it is not known yet whether somebody is at the machine"
    static let disturbs = "do not disturb is on"
    static let unreadable =
        "whether somebody is at the machine cannot be told here, so nudges are shown as if somebody were"
    /// After what is said of the desktop.
    static let waits = "nudges wait"
}

extension DesktopSession {
    /// Takes what a new config wants.
    func follow(_ wanted: DesktopSettings.Attention) {
        attention.wanted = wanted
        lookAgain()
    }

    /// Why a nudge is not to be shown now; `nil` where it is.
    ///
    /// What is urgent always is.
    func hold(on nudge: Nudge, _ settings: DesktopSettings) -> HeldBack? {
        attention.wanted = settings.attention
        if attention.doNotDisturb?.source.tellsChanges == false {
            readDoNotDisturb()
            lookAgain()
        }
        guard !nudge.isUrgent, let reason = reasonToHold() else {
            return nil
        }
        attention.isHolding = true
        let isTold = attention.doNotDisturb.map { !$0.isOn || $0.source.tellsChanges } ?? true
        return HeldBack(reason, again: isTold ? nil : DoNotDisturb.askingAgain)
    }

    /// Looks again whether what was put off can be shown.
    func lookAgain() {
        announce()
        if attention.isHolding, reasonToHold() == nil {
            attention.isHolding = false
            tell(.ready)
        }
    }

    /// Reads whether the server's people want not to be disturbed.
    func readDoNotDisturb() {
        guard case .ready(let bus, let server) = state else {
            return
        }
        attention.doNotDisturb =
            attention.doNotDisturb?.readAgain(from: server.owner, on: bus)
            ?? DoNotDisturb.read(from: server.owner, on: bus)
    }

    /// Tells what a partner should know of the channel, where that has changed.
    func announce() {
        let notice = currentNotice
        if notice != attention.notice {
            attention.notice = notice
            tell(.notice(notice))
        }
    }

    private var currentNotice: String? {
        if let reason = reasonToHold(), reason != AttentionWords.unread {
            return "\(reason): \(AttentionWords.waits)"
        }
        let isBlind = attention.wanted == .present && bus.flatMap(Mutter.idleTime) == nil
        switch attention.seat?.reading {
        case .unreadable where isBlind, nil where isBlind: return AttentionWords.unreadable
        default: return nil
        }
    }

    private func reasonToHold() -> String? {
        if attention.doNotDisturb?.isOn == true {
            return AttentionWords.disturbs
        }
        guard attention.wanted == .present else {
            return nil
        }
        switch attention.seat?.reading {
        case .unread: return AttentionWords.unread
        case .absent(.locked): return AttentionWords.locked
        case .absent(.away): return AttentionWords.away
        case .present, .unreadable, nil: break
        }
        guard let bus, let idle = Mutter.idleTime(on: bus), idle >= Mutter.away else {
            return nil
        }
        attention.awaitActivity(on: bus)
        return AttentionWords.away
    }
}
