// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "rituald",
    products: [
        .library(name: "Recurrence", targets: ["CivilTime", "SystemZones", "Recurrence"]),
        .executable(name: "rituald", targets: ["rituald"]),
        .executable(name: "ritualctl", targets: ["ritualctl"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CSystemd",
            pkgConfig: "libsystemd",
            providers: [.apt(["libsystemd-dev"])]
        ),
        .systemLibrary(
            name: "CCrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        // These two load libcurl when they are first asked, so they do not link it.
        .target(name: "CCurl"),
        .target(name: "CAddress"),
        .target(name: "CMicroHTTPD", linkerSettings: [.linkedLibrary("microhttpd")]),
        .target(name: "CTOML"),
        // It loads libsystemd when it is first asked, so it does not link it.
        .target(name: "CSession"),

        .target(name: "PlainText"),
        .target(name: "Addresses", dependencies: ["CAddress"]),
        .target(name: "CivilTime"),
        .target(name: "SystemZones", dependencies: ["CivilTime"]),
        .target(name: "Recurrence", dependencies: ["CivilTime"]),
        .target(name: "ICalendar", dependencies: ["CivilTime", "PlainText", "Recurrence"]),
        .target(name: "Household", dependencies: ["CivilTime", "Recurrence"]),
        .target(name: "Planning", dependencies: ["CivilTime", "Household", "Recurrence"]),
        .target(name: "Delivery", dependencies: ["CivilTime", "Household", "Planning"]),
        .target(name: "Sessions", dependencies: ["CivilTime", "Household"]),
        .target(
            name: "Settings",
            dependencies: [
                "Addresses", "CTOML", "CivilTime", "Household", "ICalendar", "PlainText",
                "Recurrence", "SystemZones",
            ],
            exclude: ["Catalogue/en"],
            plugins: ["EmbedCatalogue"]
        ),
        // The practices are text files; the build makes a Swift file of them.
        .executableTarget(name: "EmbedFiles"),
        .plugin(
            name: "EmbedCatalogue",
            capability: .buildTool(),
            dependencies: ["EmbedFiles"]
        ),
        .target(
            name: "Ledger",
            dependencies: [
                "CivilTime", "Delivery", "Household", "Planning",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Emitters",
            dependencies: [
                "Addresses", "CCrypto", "CCurl", "CSystemd", "CivilTime", "Delivery", "Household",
                "PlainText", "Planning",
            ]
        ),
        .target(
            name: "ControlAPI",
            dependencies: [
                "CivilTime", "Delivery", "Household", "ICalendar", "PlainText", "Planning",
                "Recurrence", "Settings",
            ]
        ),
        .target(
            name: "Daemon",
            dependencies: [
                "CMicroHTTPD", "CSystemd", "CivilTime", "ControlAPI", "Delivery", "Emitters",
                "Household", "ICalendar", "Ledger", "PlainText", "Planning", "Recurrence",
                "Settings",
                "SystemZones",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Commands",
            dependencies: [
                "CSession", "CivilTime", "ControlAPI", "Delivery", "Household", "ICalendar",
                "PlainText", "Planning",
                "Recurrence", "Sessions", "Settings", "SystemZones",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(name: "rituald", dependencies: ["Daemon"]),
        .executableTarget(name: "ritualctl", dependencies: ["Commands"]),
        .executableTarget(
            name: "RecurrenceBenchmarks",
            dependencies: ["CivilTime", "Recurrence", "SystemZones"],
            path: "Benchmarks/Recurrence"
        ),
        .executableTarget(
            name: "LedgerBenchmarks",
            dependencies: [
                "CivilTime", "Delivery", "Household", "Ledger", "Planning", "Recurrence",
            ],
            path: "Benchmarks/Ledger"
        ),
        .executableTarget(
            name: "PlannerBenchmarks",
            dependencies: [
                "CivilTime", "Household", "Planning", "Recurrence", "Settings", "SystemZones",
            ],
            path: "Benchmarks/Planner"
        ),
        .executableTarget(
            name: "CalendarBenchmarks",
            dependencies: [
                "CivilTime", "ControlAPI", "Household", "Planning", "Recurrence", "SystemZones",
            ],
            path: "Benchmarks/Calendar",
            exclude: ["icalendar_peer.py"]
        ),

        .target(
            name: "TestKit",
            dependencies: [
                "CSystemd", "CivilTime", "ControlAPI", "Household", "Planning", "Recurrence",
                "SystemZones",
            ],
            path: "Tests/TestKit"
        ),
        .target(
            name: "FaultSimulation",
            dependencies: [
                "CivilTime", "Daemon", "Delivery", "Emitters", "Household", "Ledger", "Planning",
                "Recurrence", "TestKit",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Tests/FaultSimulation"
        ),
        .executableTarget(
            name: "SimulateFaults",
            dependencies: ["FaultSimulation"],
            path: "Tests/SimulateFaults"
        ),
        .testTarget(
            name: "FaultSimulationTests",
            dependencies: [
                "CivilTime", "FaultSimulation", "Household", "Ledger", "Planning", "TestKit",
            ]
        ),
        .testTarget(name: "PlainTextTests", dependencies: ["PlainText"]),
        .testTarget(
            name: "CivilTimeTests",
            dependencies: ["CivilTime", "SystemZones", "TestKit"],
            resources: [.copy("Fixtures")]
        ),
        .testTarget(
            name: "SystemZonesTests",
            dependencies: ["CivilTime", "SystemZones", "TestKit"],
            resources: [.copy("Oracles")]
        ),
        .testTarget(
            name: "RecurrenceTests",
            dependencies: ["CivilTime", "Recurrence", "SystemZones", "TestKit"],
            resources: [.copy("Fixtures"), .copy("Oracles")]
        ),
        .testTarget(
            name: "ICalendarTests",
            dependencies: ["CivilTime", "ICalendar", "Recurrence", "SystemZones", "TestKit"],
            resources: [.copy("Calendars"), .copy("Oracles")]
        ),
        .testTarget(name: "AddressesTests", dependencies: ["Addresses"]),
        .testTarget(
            name: "DeliveryTests",
            dependencies: ["CivilTime", "Delivery", "Household", "Planning", "TestKit"]
        ),
        .testTarget(
            name: "PlanningTests",
            dependencies: [
                "CivilTime", "Delivery", "Household", "Planning", "Recurrence", "Settings",
                "SystemZones", "TestKit",
            ],
            resources: [.copy("Oracles")]
        ),
        .testTarget(
            name: "SessionsTests",
            dependencies: [
                "CivilTime", "Household", "Sessions", "Settings", "SystemZones", "TestKit",
            ]
        ),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "CivilTime", "Household", "Recurrence", "Settings", "SystemZones", "TestKit",
            ]
        ),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "CivilTime", "Delivery", "Household", "Ledger", "Planning", "TestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "EmittersTests",
            dependencies: [
                "CSystemd", "CivilTime", "Delivery", "Emitters", "Household", "Planning",
                "SystemZones", "TestKit",
            ],
            resources: [.copy("Oracles")]
        ),
        .testTarget(
            name: "ControlAPITests",
            dependencies: [
                "CivilTime", "ControlAPI", "Delivery", "Household", "Planning", "Settings",
                "SystemZones", "TestKit",
            ],
            resources: [.copy("Oracles")]
        ),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "CivilTime", "ControlAPI", "Daemon", "Delivery", "Emitters", "Household",
                "ICalendar", "Ledger",
                "Planning", "Recurrence", "Settings", "SystemZones", "TestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "CivilTime", "Commands", "ControlAPI", "Delivery", "Household", "PlainText",
                "Planning",
                "Recurrence", "Sessions", "Settings", "SystemZones", "TestKit",
            ],
            exclude: ["Snapshots"]
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["TestKit", "ritualctl", "rituald"],
            exclude: ["Probes"]
        ),
    ],
    cxxLanguageStandard: .cxx17
)

let pureModules: Set = [
    "CivilTime", "Delivery", "Household", "ICalendar", "PlainText", "Planning", "Recurrence",
    "Sessions", "SystemZones",
]
let cModules: Set = [
    "CAddress", "CCrypto", "CCurl", "CMicroHTTPD", "CSession", "CSystemd", "CTOML",
]

for target in package.targets where !cModules.contains(target.name) && target.type != .plugin {
    var settings: [SwiftSetting] = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .treatAllWarnings(as: .error),
    ]
    if pureModules.contains(target.name) {
        settings.append(.strictMemorySafety())
    }
    target.swiftSettings = settings
}
