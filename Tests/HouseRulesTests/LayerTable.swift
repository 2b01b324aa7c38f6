// The layers: what each target may import, bottom up. The same table stands in Package.swift as dependencies; SwiftPM lets
// a target import whatever its dependencies depend on, so the tests hold every `import` line against this one.

/// What one target may name in an `import`.
struct Layer {
    let target: String
    /// Targets of this package and products of external packages.
    let imports: Set<String>
    init(_ target: String, _ imports: Set<String>) {
        self.target = target
        self.imports = imports
    }
}

enum LayerTable {
    static let layers: [Layer] = [
        Layer("CZstd", []), Layer("CLZ4", []), Layer("CZlib", []), Layer("CSimdjson", []), Layer("CPango", []),
        Layer("CKernels", []),
        Layer("InteractionModel", []),
        Layer("InteractionFiles", ["InteractionModel"]),
        Layer("InteractionCoding", ["InteractionModel", "CZstd", "CLZ4", "CKernels"]),
        Layer("InteractionSegment", ["InteractionModel", "InteractionFiles", "InteractionCoding"]),
        Layer(
            "InteractionStorage", ["InteractionModel", "InteractionFiles", "InteractionCoding", "InteractionSegment"]),
        Layer("InteractionPlan", ["InteractionModel"]),
        Layer(
            "InteractionExecution",
            ["InteractionModel", "InteractionCoding", "InteractionSegment", "InteractionStorage", "InteractionPlan"]),
        Layer("InteractionBehavior", ["InteractionModel", "InteractionPlan", "InteractionExecution"]),
        Layer("InteractionCapture", ["InteractionModel", "InteractionFiles"]),
        Layer(
            "InteractionAnalytics",
            [
                "InteractionModel", "InteractionFiles", "InteractionCoding", "InteractionSegment", "InteractionStorage",
                "InteractionPlan", "InteractionExecution", "InteractionBehavior", "InteractionCapture",
            ]),
        Layer(
            "InteractionImport",
            [
                "InteractionModel", "InteractionCoding", "InteractionStorage", "InteractionAnalytics", "CSimdjson",
                "CZlib",
                // Inputs are streams, and parsing runs on a thread of its own.
                "InteractionFiles",
            ]),
        Layer("InteractionDelivery", ["InteractionModel", "InteractionCapture", "AsyncHTTPClient"]),
        Layer(
            "InteractionReport",
            [
                "InteractionModel", "InteractionCoding", "InteractionPlan", "InteractionExecution",
                "InteractionBehavior", "CPango",
            ]),
        Layer(
            "InteractionServer",
            [
                "InteractionAnalytics", "InteractionImport", "InteractionReport", "Hummingbird", "HummingbirdTLS",
                "NIOCore", "NIOWebSocket", "NIOHTTPTypesHTTP1",
            ]),
        Layer(
            "iaq",
            [
                "InteractionAnalytics", "InteractionImport", "InteractionReport", "InteractionServer", "ArgumentParser",
                // Standard streams, terminal size and signals come through the one target that speaks to libc.
                "InteractionFiles",
            ]),
    ]

    /// Modules of the compiler itself that any target may import.
    static let language: Set<String> = ["Synchronization"]

    /// Modules of the operating system, and the targets that may import them.
    static let system: [String: Set<String>] = [
        "Glibc": ["InteractionFiles"], "Darwin": ["InteractionFiles"], "Musl": ["InteractionFiles"],
    ]

    /// External packages, each with what it replaces; another one needs a decision first.
    static let packages: Set<String> = [
        "swift-argument-parser", "swift-log", "swift-metrics", "swift-collections", "hummingbird", "swift-nio",
        "swift-nio-extras", "async-http-client", "swift-crypto", "swift-docc-plugin",
    ]

    static func layer(_ target: String) -> Layer? { layers.first { $0.target == target } }
}
