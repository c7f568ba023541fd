import Delivery

/// An event that the runtime handles; all events arrive on one stream.
enum RuntimeEvent: Sendable {
    /// The alarm clock: something is due, a signal, new zone rules, the watchdog.
    case wakeup(Wakeup)
    /// A channel: a button was pressed, a notification server came or went.
    case channel(ChannelEvent)
    /// The outbox: a lane has attempted its due deliveries.
    case outbox(Outbox.Event)
    /// The listeners: a connection has ended.
    case listeners
    /// A new config was taken.
    case configTaken
    /// The planner's actor: the ledger's state changed, or something may be open again.
    case planner(PlannerActor.Event)
}
