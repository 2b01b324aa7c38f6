// The test of the test: each rule is shown samples that break it and samples that only look so.
import Testing

@Suite struct RulesCatchTests {
    func source(_ text: String, path: String = "Sources/X/Y.swift") -> SourceText { SourceText(path: path, text: text) }

    @Test(arguments: [
        ("import Glibc", "Glibc"), ("public import InteractionModel", "InteractionModel"),
        ("@_exported public import InteractionPlan", "InteractionPlan"), ("  import struct Foundation.Data", "Foundation"),
        ("@preconcurrency import Dispatch; let a = 1", "Dispatch"),
    ])
    func importLinesAreRead(line: String, module: String) {
        #expect(Rules.importedModule(line[...]) == module)
    }

    @Test(arguments: ["let important = 1", "// import Glibc", "func importAll() {}", "case import_"])
    func otherLinesAreNoImports(line: String) {
        #expect(source(line).codeLines.compactMap(Rules.importedModule).isEmpty)
    }

    @Test func aLayerThatReachesTooFarIsCaught() {
        #expect(Rules.layering(source("import InteractionStorage"), target: "InteractionPlan").count == 1)
        #expect(Rules.layering(source("import Glibc"), target: "InteractionStorage").count == 1)
        #expect(Rules.layering(source("import Foundation"), target: "InteractionModel").count == 1)
        #expect(Rules.layering(source("import CZstd"), target: "InteractionSegment").count == 1)
        #expect(Rules.layering(source("import Synchronization"), target: "InteractionStorage").isEmpty)
        #expect(Rules.layering(source("import Glibc"), target: "InteractionFiles").isEmpty)
        #expect(Rules.layering(source(""), target: "Unheard").count == 1)
    }

    @Test(arguments: [
        "let a = b!", "let a = f()!.x", "let a = list[0]!", "var label: Text!", "let a = b as! Int", "let a = try! f()",
        "fatalError(\"no\")", "print(\"\\(value!)\")", "let a = x!.y", "a?.b!.c()", "let c = \"x\".first!", "g{ $0 }!",
    ])
    func trapsAreCaught(line: String) {
        #expect(Rules.traps(source(line)).count == 1, "\(line)")
    }

    @Test(arguments: [
        "if a != b {}", "if a !== b {}", "if !a {}", "f(!a)", "a && !b", "// a!", "/* b! /* c! */ d! */", "let a = \"b!\"",
        "let a = #\"quote \" b! \"#", "print(\"\\(value) !\")", "let a = \"\"\"\n b! fatalError(\n \"\"\"", "return !done",
        "myfatalError(1)", "try? f()", "value as? Int", "let a = \"\\\\\"; let b = !c", "a!=b",
    ])
    func harmlessLinesPass(line: String) {
        #expect(Rules.traps(source(line)).isEmpty, "\(line)")
    }

    @Test func unfinishedBareAndLongFilesAreCaught() {
        #expect(Rules.text(source("// A file.\n// TO" + "DO: later")).count == 1)
        #expect(Rules.text(source("// A file.\nlet auTODOx = 1")).isEmpty)
        #expect(Rules.text(source("// A file.\nlet template = \"place-XXXXXX\"")).isEmpty)
        #expect(Rules.text(source("let a = 1")).count == 1)
        #expect(Rules.text(source("")).count == 1)
        let line = "\nlet a = 1"
        #expect(Rules.text(source("// A file." + String(repeating: line, count: 599))).isEmpty)
        #expect(Rules.text(source("// A file." + String(repeating: line, count: 601))).count == 1)
    }

    @Test func machinePathsAreCaught() {
        #expect(Rules.machinePaths(source("cd /wo" + "rk/main")).count == 1)
        #expect(Rules.machinePaths(source("\"/ho" + "me/ann/x\"")).count == 1)
        #expect(Rules.machinePaths(source("see Sources/wo" + "rk/x and patch/wo" + "rk/y")).isEmpty)
        #expect(Rules.machinePaths(source("cd ./wo" + "rk/x")).isEmpty)
        #expect(Rules.machinePaths(source("cp Sources/wo" + "rk/x /wo" + "rk/y")).count == 1)
    }

    @Test func testsThatAreOffAreCaught() {
        #expect(Rules.skippedTests(source("@Test(.disab" + "led(\"later\")) func a() {}")).count == 1)
        #expect(Rules.skippedTests(source("@Test(.enabled(if: true)) func a() {}")).isEmpty)
    }

    @Test func manifestTextIsReadRight() {
        let text = """
            // .target(name: "Gone")
            let package = Package(
                dependencies: [.package(url: "https://host/owner/swift-thing.git", from: "1.0.0")],
                targets: [
                    .target(name: "A", dependencies: ["B", .product(name: "P", package: "swift-thing")], swiftSettings: strict),
                    .testTarget(name: "ATests", dependencies: ["A"]),
                    .systemLibrary(name: "S", providers: [.apt(["s-dev"])]),
                ])
            """
        let manifest = PackageManifest(text: text)
        #expect(manifest.packages == ["swift-thing"])
        #expect(manifest.targets.map(\.name) == ["A", "ATests", "S"])
        #expect(manifest.targets[0].dependencies == ["B", "P"])
        #expect(manifest.targets[0].settings.contains("strict"))
        #expect(manifest.targets[2].dependencies.isEmpty)
    }
}
