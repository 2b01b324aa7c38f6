// Importing files into a store's directory: the one call that the command makes.

import InteractionAnalytics
import InteractionFiles
import InteractionModel

extension StoreDirectory {
    /// Imports inputs one after another under one writer; one result for each, up to the first that fails or stops: its
    /// `failure` says why, and inputs before it stay imported. Errors: `.locked` when another process writes, and those of
    /// opening and closing the store.
    package func importInputs(
        _ inputs: [any ReadableStream], options: ImportOptions, _ told: (ImportTick) -> Void = { _ in }
    ) throws(InteractionError) -> [ImportResult] {
        var results: [ImportResult] = []
        do throws(InteractionError) {
            try withWriter { (writer) throws(InteractionError) in
                for input in inputs {
                    let result = Importer(options: options, time: manifests.clock, randomness: manifests.randomness)
                        .run(input, into: writer, told)
                    results.append(result)
                    // What was taken and not committed is in the writer's memory: it must not go on.
                    if let failure = result.failure { throw failure }
                    if result.isStopped { break }
                }
            }
        } catch {
            guard results.last?.failure != nil else { throw error }
        }
        return results
    }
}
