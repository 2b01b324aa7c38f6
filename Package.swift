// swift-tools-version: 6.2
// The layers of InteractionAnalytics, bottom up. A target imports only what its row lists;
// Tests/HouseRulesTests holds every `import` line against this file.
import PackageDescription

/// Warnings are errors in every Swift target; Swift 6 language mode is the tools version's default.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
    name: "InteractionAnalytics",
    products: [
        .library(name: "InteractionAnalytics", targets: ["InteractionAnalytics"]),
        .library(name: "InteractionImport", targets: ["InteractionImport"]),
        .executable(name: "iaq", targets: ["iaq"]),
    ],
    dependencies: [
        // Command-line parsing, help and completions of `iaq`; replaces a parser of our own.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    ],
    targets: [
        // System libraries and C code.
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(name: "CLZ4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "CKernels"),

        // The engine.
        .target(name: "InteractionModel", swiftSettings: strict),
        .target(name: "InteractionFiles", dependencies: ["InteractionModel"], swiftSettings: strict),
        .target(
            name: "InteractionCoding",
            dependencies: ["InteractionModel", "CZstd", "CLZ4", "CKernels"], swiftSettings: strict),
        .target(
            name: "InteractionSegment",
            dependencies: ["InteractionModel", "InteractionFiles", "InteractionCoding"], swiftSettings: strict),
        .target(
            name: "InteractionStorage",
            dependencies: ["InteractionModel", "InteractionFiles", "InteractionCoding", "InteractionSegment"],
            swiftSettings: strict),
        .target(name: "InteractionPlan", dependencies: ["InteractionModel"], swiftSettings: strict),
        .target(
            name: "InteractionExecution",
            dependencies: [
                "InteractionModel", "InteractionCoding", "InteractionSegment", "InteractionStorage", "InteractionPlan",
            ], swiftSettings: strict),
        .target(
            name: "InteractionBehavior",
            dependencies: [
                "InteractionModel", "InteractionPlan", "InteractionExecution",
            ], swiftSettings: strict),
        .target(
            name: "InteractionAnalytics",
            dependencies: [
                "InteractionModel", "InteractionFiles", "InteractionCoding", "InteractionSegment", "InteractionStorage",
                "InteractionPlan", "InteractionExecution", "InteractionBehavior",
            ], swiftSettings: strict),

        // Products around the engine.
        .target(
            name: "InteractionImport",
            dependencies: [
                "InteractionModel", "InteractionFiles", "InteractionCoding", "InteractionStorage", "InteractionAnalytics",
                "CSimdjson", "CZlib",
            ], swiftSettings: strict),
        .executableTarget(
            name: "iaq",
            dependencies: [
                "InteractionAnalytics", "InteractionImport",
                // Standard streams, terminal size and signals come through the one target that speaks to libc.
                "InteractionFiles",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),

        // Tests.
        .testTarget(name: "HouseRulesTests", swiftSettings: strict),
        .testTarget(
            name: "InteractionAnalyticsTests",
            dependencies: [
                "InteractionAnalytics", "InteractionCoding", "InteractionFiles", "InteractionModel", "InteractionStorage",
            ], swiftSettings: strict),
        .testTarget(name: "iaqTests", dependencies: ["iaq", "InteractionAnalytics"], swiftSettings: strict),
        .testTarget(
            name: "InteractionSegmentTests",
            dependencies: ["InteractionSegment", "InteractionCoding", "InteractionFiles", "InteractionModel"],
            swiftSettings: strict),
        .testTarget(
            name: "InteractionStorageTests",
            dependencies: [
                "InteractionStorage", "InteractionSegment", "InteractionCoding", "InteractionFiles", "InteractionModel",
            ], swiftSettings: strict),
        .testTarget(
            name: "InteractionBehaviorTests",
            dependencies: [
                "InteractionBehavior", "InteractionExecution", "InteractionPlan", "InteractionSegment", "InteractionCoding",
                "InteractionModel",
            ], swiftSettings: strict),
        .testTarget(
            name: "InteractionExecutionTests",
            dependencies: [
                "InteractionExecution", "InteractionPlan", "InteractionSegment", "InteractionCoding", "InteractionFiles",
                "InteractionModel",
            ], swiftSettings: strict),
        .testTarget(name: "InteractionModelTests", dependencies: ["InteractionModel"], swiftSettings: strict),
        .testTarget(
            name: "InteractionPlanTests", dependencies: ["InteractionModel", "InteractionPlan"], swiftSettings: strict),
        .testTarget(
            name: "InteractionFilesTests", dependencies: ["InteractionModel", "InteractionFiles"], swiftSettings: strict),
        .testTarget(
            name: "InteractionCodingTests", dependencies: ["InteractionCoding", "InteractionModel", "CKernels"],
            swiftSettings: strict),
        .testTarget(
            name: "InteractionImportTests",
            dependencies: [
                "InteractionModel", "InteractionFiles", "InteractionCoding", "InteractionStorage", "InteractionAnalytics",
                "InteractionImport", "CZlib",
            ], swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
