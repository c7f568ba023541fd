/// Whether people do not want to be disturbed, as their notification server says.
struct DoNotDisturb: Hashable, Sendable {
    /// The ways in which servers say it.
    enum Source: CaseIterable {
        /// The property `paused`.
        case dunst
        /// The mode `do-not-disturb`, in a property.
        case mako
        /// The same in a method, as mako had it up to 1.7, which tells no changes.
        case oldMako
        /// The method `GetDnd`; `Subscribe` tells changes, later versions say `SubscribeV2`, too.
        case swaync
        /// The property `Inhibited` of the notifications themselves.
        case plasma
    }

    var source: Source
    var isOn: Bool

    fileprivate static let makoMode = "do-not-disturb"

    /// After how long a server that tells no changes is asked again, while something waits for it.
    static let askingAgain = Duration.seconds(60)

    /// The match rules that tell when it may have changed.
    static let rules =
        [Source.dunst, .mako, .plasma, .swaync].map { source in
            let object = source.object(of: NotificationBus.service)
            return "type='signal',sender='\(object.service)',path='\(object.path)',"
                + (source == .swaync
                    ? "interface='\(object.interface)'"
                    : "interface='\(object.properties.interface)',member='PropertiesChanged',"
                        + "arg0='\(object.interface)'")
        }

    /// Asks a server in each of the ways; `nil` where it knows none of them.
    static func read(from owner: String, on bus: NotificationBus) -> DoNotDisturb? {
        for source in Source.allCases {
            if let isOn = source.read(from: owner, on: bus) {
                return DoNotDisturb(source: source, isOn: isOn)
            }
        }
        return nil
    }

    /// Asks again in the way that the server has answered before.
    func readAgain(from owner: String, on bus: NotificationBus) -> DoNotDisturb? {
        source.read(from: owner, on: bus).map { DoNotDisturb(source: source, isOn: $0) }
    }
}

extension DoNotDisturb.Source {
    /// Whether the server tells changes.
    var tellsChanges: Bool { self != .oldMako }

    /// The object that says it at the server of a name.
    func object(of service: String) -> NotificationBus.Peer {
        switch self {
        case .dunst:
            .init(
                service: service,
                path: NotificationBus.path,
                interface: "org.dunstproject.cmd0"
            )
        case .mako, .oldMako:
            .init(service: service, path: "/fr/emersion/Mako", interface: "fr.emersion.Mako")
        case .swaync:
            .init(
                service: service,
                path: "/org/erikreider/swaync/cc",
                interface: "org.erikreider.swaync.cc"
            )
        case .plasma:
            .init(
                service: service,
                path: NotificationBus.path,
                interface: NotificationBus.service
            )
        }
    }

    /// Whether it is on; `nil` where the server does not say it in this way.
    fileprivate func read(from owner: String, on bus: NotificationBus) -> Bool? {
        let object = object(of: owner)
        return switch self {
        case .dunst: try? bus.property("paused", of: object, "b") { $0.readFlag() }
        case .mako:
            try? bus.property("Modes", of: object, "as") { $0.readTexts() }
                .contains(DoNotDisturb.makoMode)
        case .oldMako:
            try? bus.call(object, "ListModes") { $0.readTexts() }.contains(DoNotDisturb.makoMode)
        case .swaync: try? bus.call(object, "GetDnd") { $0.readFlag() }
        case .plasma: try? bus.property("Inhibited", of: object, "b") { $0.readFlag() }
        }
    }
}
