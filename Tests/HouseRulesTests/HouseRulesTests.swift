// Holds the tree against the house rules: layers, external packages, words that trap, how files begin, how long they are.
import Foundation
import Testing

@Suite struct HouseRulesTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every file under `folder` whose name ends in one of `endings`, path relative to the root.
    static func files(_ folder: String, endings: [String]) throws -> [SourceText] {
        let top = root.appendingPathComponent(folder).resolvingSymlinksInPath()
        guard let walk = FileManager.default.enumerator(atPath: top.path) else { return [] }
        var found: [SourceText] = []
        for case let path as String in walk {
            let hidden = path.split(separator: "/").contains { $0.hasPrefix(".") || $0 == "__pycache__" }
            guard !hidden, endings.contains(where: { path.hasSuffix($0) }) else { continue }
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: top.appendingPathComponent(path).path, isDirectory: &isFolder)
            guard exists, !isFolder.boolValue else { continue }
            let text = try String(contentsOf: top.appendingPathComponent(path), encoding: .utf8)
            found.append(SourceText(path: folder + "/" + path, text: text))
        }
        return found.sorted { $0.path < $1.path }
    }

    static func manifest() throws -> PackageManifest {
        PackageManifest(text: try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8))
    }

    static func target(of path: String) -> String { String(path.split(separator: "/")[1]) }

    @Test func everyImportIsAllowedByItsLayer() throws {
        let sources = try Self.files("Sources", endings: [".swift"])
        #expect(sources.count > 20, "the walk found too few files to mean anything")
        let broken = sources.flatMap { Rules.layering($0, target: Self.target(of: $0.path)) }
        #expect(broken.isEmpty, "\(broken)")
    }

    @Test func packageSwiftDeclaresTheSameLayers() throws {
        let manifest = try Self.manifest()
        let built = manifest.targets.filter { $0.kind != "testTarget" }
        #expect(built.count >= 15)
        for target in built {
            let layer = try #require(LayerTable.layer(target.name), "target \(target.name) has no row in the layer table")
            let undeclared = target.dependencies.subtracting(layer.imports)
            #expect(undeclared.isEmpty, "\(target.name) depends on \(undeclared.sorted()), which its layer does not list")
            if target.kind == "target" || target.kind == "executableTarget", !target.name.hasPrefix("C") {
                #expect(target.settings.contains("swiftSettings: strict"), "\(target.name) is not built strictly")
            }
        }
        let folders = Set(try Self.files("Sources", endings: [".swift"]).map { Self.target(of: $0.path) })
        #expect(folders.isSubset(of: Set(built.map(\.name))), "a folder of Sources is no target")
    }

    @Test func everyImportOfATargetIsItsDeclaredDependency() throws {
        let manifest = try Self.manifest()
        for source in try Self.files("Sources", endings: [".swift"]) {
            let name = Self.target(of: source.path)
            let declared = manifest.targets.first { $0.name == name && $0.kind != "testTarget" }?.dependencies ?? []
            for line in source.codeLines {
                guard let module = Rules.importedModule(line), LayerTable.system[module] == nil,
                    !LayerTable.language.contains(module)
                else { continue }
                #expect(declared.contains(module), "\(source.path) imports \(module), which Package.swift does not declare")
            }
        }
    }

    @Test func externalPackagesAreTheDecidedOnes() throws {
        let packages = try Self.manifest().packages
        #expect(!packages.isEmpty)
        #expect(Set(packages).isSubset(of: LayerTable.packages), "\(packages)")
    }

    @Test func noFoundationInLibraries() throws {
        for source in try Self.files("Sources", endings: [".swift"]) {
            let modules = source.codeLines.compactMap(Rules.importedModule)
            #expect(!modules.contains { $0.hasPrefix("Foundation") }, "\(source.path) imports Foundation")
        }
    }

    @Test func nothingTrapsTheHost() throws {
        let broken = try Self.files("Sources", endings: [".swift"]).flatMap(Rules.traps)
        #expect(broken.isEmpty, "\(broken)")
    }

    @Test func filesSayWhatTheyAreForAndStayShort() throws {
        var broken: [Violation] = []
        for folder in ["Sources", "Tests"] {
            let files = try Self.files(folder, endings: [".swift", ".c", ".cpp", ".h"])
            broken += files.flatMap(Rules.text)
            let long = files.filter { $0.lines.count > Rules.wishedFile }.map { "\($0.path) \($0.lines.count)" }
            if !long.isEmpty { print("Over \(Rules.wishedFile) lines:", long.joined(separator: ", ")) }
        }
        #expect(broken.isEmpty, "\(broken)")
    }

    @Test func noMachinePathsInScriptsAndDocuments() throws {
        var files = try Self.files("Tools", endings: [""]) + Self.files("Format", endings: [".md", ".json"])
        for name in ["README.md", "Package.swift", ".ci/run"] {
            let place = Self.root.appendingPathComponent(name)
            files.append(SourceText(path: name, text: try String(contentsOf: place, encoding: .utf8)))
        }
        let broken = files.flatMap(Rules.machinePaths)
        #expect(broken.isEmpty, "\(broken)")
    }

    @Test func noTestIsOff() throws {
        let broken = try Self.files("Tests", endings: [".swift"]).flatMap(Rules.skippedTests)
        #expect(broken.isEmpty, "\(broken)")
    }
}
