// Files in place of a store: `-i FILE...` on every reading command. They are imported into memory for the time of the command.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles
import InteractionImport

enum StoreInputs {
    /// Opens files by name; `-` is standard input. All are opened first, so that a wrong name stores nothing.
    static func streams(_ files: [String]) throws(InteractionError) -> [any ReadableStream] {
        var streams: [any ReadableStream] = []
        for file in files { streams.append(file == "-" ? FileInput.standardInput() : try FileInput(path: file)) }
        return streams
    }

    /// What an import of the inputs would do to a store that may not exist.
    static func rehearse(
        _ inputs: [any ReadableStream], _ options: ImportOptions, for store: StoreDirectory?, _ told: (ImportTick) -> Void
    ) throws(InteractionError) -> [ImportResult] {
        var results: [ImportResult] = []
        let manifest = try store?.manifest()
        for input in inputs { results.append(try Importer(options: options).rehearse(input, for: manifest, told)) }
        return results
    }

    /// A store in memory with the events of files. Rejected lines are told on standard error.
    static func store(of files: [String], isQuiet: Bool) throws -> StoreDirectory {
        let store = StoreDirectory.inMemory(clock: try CommandClock.current())
        for result in try store.importInputs(try streams(files), options: ImportOptions()) where result.rejected > 0 && !isQuiet {
            ImportTable.tellRejections(result)
        }
        return store
    }
}
