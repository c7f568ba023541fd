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
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
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
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CMicroHTTPD", linkerSettings: [.linkedLibrary("microhttpd")]),
        .target(name: "CTOML"),

        .target(name: "PlainText"),
        .target(name: "CivilTime"),
        .target(name: "SystemZones", dependencies: ["CivilTime"]),
        .target(name: "Recurrence", dependencies: ["CivilTime"]),
        .target(name: "Rituals", dependencies: ["CivilTime", "Recurrence"]),
        .target(
            name: "Settings",
            dependencies: [
                "CTOML", "CivilTime", "PlainText", "Recurrence", "Rituals", "SystemZones",
            ]
        ),
        .target(
            name: "Ledger",
            dependencies: [
                "CivilTime", "Rituals",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Emitters",
            dependencies: ["CCrypto", "CCurl", "CSystemd", "CivilTime", "PlainText", "Rituals"]
        ),
        .target(name: "ControlAPI", dependencies: ["PlainText"]),
        .target(name: "Wire", dependencies: ["CivilTime", "ControlAPI", "Rituals", "Settings"]),
        .target(
            name: "Daemon",
            dependencies: [
                "CMicroHTTPD", "CSystemd", "CivilTime", "ControlAPI", "Emitters", "Ledger",
                "PlainText", "Recurrence", "Rituals", "Settings", "SystemZones", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "Commands",
            dependencies: [
                "CCurl", "CivilTime", "ControlAPI", "PlainText", "Recurrence", "Rituals",
                "Settings", "SystemZones", "Wire",
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
            dependencies: ["CivilTime", "Ledger", "Recurrence", "Rituals"],
            path: "Benchmarks/Ledger"
        ),
        .executableTarget(
            name: "PlannerBenchmarks",
            dependencies: ["CivilTime", "Recurrence", "Rituals", "Settings", "SystemZones"],
            path: "Benchmarks/Planner"
        ),

        .target(
            name: "TestKit",
            dependencies: ["CSystemd", "CivilTime", "Recurrence", "Rituals", "SystemZones"],
            path: "Tests/TestKit"
        ),
        .target(
            name: "FaultSimulation",
            dependencies: [
                "CivilTime", "Daemon", "Emitters", "Ledger", "Recurrence", "Rituals", "TestKit",
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
            dependencies: ["CivilTime", "FaultSimulation", "Ledger", "Rituals", "TestKit"]
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
            name: "RitualsTests",
            dependencies: ["CivilTime", "Recurrence", "Rituals", "SystemZones", "TestKit"],
            resources: [.copy("Oracles")]
        ),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "CivilTime", "Recurrence", "Rituals", "Settings", "SystemZones", "TestKit",
            ]
        ),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "CivilTime", "Ledger", "Rituals", "TestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "EmittersTests",
            dependencies: [
                "CSystemd", "CivilTime", "Emitters", "Rituals", "SystemZones", "TestKit",
            ],
            resources: [.copy("Oracles")]
        ),
        .testTarget(name: "ControlAPITests", dependencies: ["ControlAPI"]),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "CivilTime", "ControlAPI", "Daemon", "Emitters", "Ledger", "Recurrence", "Rituals",
                "Settings", "SystemZones", "TestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "CivilTime", "Commands", "ControlAPI", "Recurrence", "Rituals", "Settings",
                "SystemZones", "TestKit",
            ]
        ),
        .testTarget(name: "EndToEndTests", dependencies: ["rituald", "ritualctl", "TestKit"]),
    ],
    cxxLanguageStandard: .cxx17
)

let pureModules: Set = ["CivilTime", "PlainText", "SystemZones", "Recurrence", "Rituals"]
let cModules: Set = ["CCrypto", "CCurl", "CMicroHTTPD", "CSystemd", "CTOML"]

for target in package.targets where !cModules.contains(target.name) {
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
