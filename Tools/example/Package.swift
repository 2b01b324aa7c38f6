// swift-tools-version: 6.2
// A host app as a client writes it: it knows the library by its public face alone.
import PackageDescription

let package = Package(
    name: "shop",
    dependencies: [.package(name: "InteractionAnalytics", path: "../..")],
    targets: [
        .executableTarget(
            name: "shop", dependencies: [.product(name: "InteractionAnalytics", package: "InteractionAnalytics")])
    ]
)
