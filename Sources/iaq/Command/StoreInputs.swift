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
        for input in inputs {
            let result = Importer(options: options).rehearse(input, for: manifest, told)
            results.append(result)
            if result.failure != nil || result.isStopped { break }
        }
        return results
    }

    /// A store in memory with the events of files. Rejected lines are told on standard error; a file that cannot be read to
    /// its end is an error.
    static func store(of files: [String], isQuiet: Bool) throws -> StoreDirectory {
        let store = StoreDirectory.inMemory(clock: try CommandClock.current())
        for result in try store.importInputs(try streams(files), options: ImportOptions()) {
            if result.rejected > 0, !isQuiet { ImportTable.tellRejections(result) }
            if let failure = result.failure { throw failure }
        }
        return store
    }
}
