// swift-tools-version: 6.2
// Measures the library from outside, as a host app would: questions asked again and again of an open store.
import PackageDescription

let package = Package(
    name: "bench",
    dependencies: [.package(name: "InteractionAnalytics", path: "../..")],
    targets: [
        .executableTarget(
            name: "ask", dependencies: [.product(name: "InteractionAnalytics", package: "InteractionAnalytics")])
    ]
)
