// What a program does with a manifest that a newer one made: unknown sections stay, unknown features are refused.
import InteractionFiles
import InteractionModel
import InteractionStorage
import Testing

@Suite struct ManifestFeatureTests {
    let day = Day(year: 2026, month: 3, day: 1)

    @Test func unknownSectionsStayThroughSwaps() throws {
        let world = try StoreWorld()
        let writer = try StoreWriter(world.manifests)
        let sections = [ManifestSection(kind: 77, bytes: [1, 2, 3]), ManifestSection(kind: 5000, bytes: [])]
        try world.manifests.commit { (manifest) throws(InteractionError) in manifest.sections = sections.reversed() }
        _ = try writer.append(try StoreWorld.batch(0..<20, day: day))
        try writer.seal(everything: true)
        try writer.close()
        let maintenance = try StoreMaintenance(world.manifests)
        #expect(try maintenance.compact(day) != nil)
        maintenance.close()
        #expect(try world.manifests.read().sections == sections)
    }

    @Test func unknownWriteFeaturesAllowReadingOnly() throws {
        let world = try StoreWorld()
        var writer = try StoreWriter(world.manifests)
        _ = try writer.append(try StoreWorld.batch(0..<20, day: day))
        try writer.close()
        try world.manifests.commit { (manifest) throws(InteractionError) in manifest.features.write = 1 << 40 }
        let files = try world.files.list("journal")
        #expect(try world.read() == Array(0..<20))
        for attempt in [
            { writer = try StoreWriter(world.manifests) }, { _ = try StoreMaintenance(world.manifests) },
            { try world.manifests.commit { (_) throws(InteractionError) in } },
        ] {
            let error = #expect(throws: InteractionError.self) { try attempt() }
            #expect(error?.code == .unsupported)
        }
        #expect(try world.files.list("journal") == files)
    }

    @Test func unknownReadFeaturesAreRefused() throws {
        let world = try StoreWorld()
        try StoreWriter(world.manifests).close()
        try world.manifests.commit { (manifest) throws(InteractionError) in manifest.features.read = 1 }
        let error = #expect(throws: InteractionError.self) { _ = try StoreReader(world.manifests) }
        #expect(error?.code == .unsupported)
    }
}
