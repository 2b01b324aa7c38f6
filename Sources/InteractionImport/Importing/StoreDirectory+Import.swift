// Importing files into a store's directory: the one call that the command makes.

import InteractionAnalytics
import InteractionFiles
import InteractionModel

extension StoreDirectory {
    /// Imports inputs one after another under one writer; one result for each. Errors: as `Importer.run`, and `.locked` when
    /// another process writes. Inputs before an error stay imported.
    package func importInputs(
        _ inputs: [any ReadableStream], options: ImportOptions, _ told: (ImportTick) -> Void = { _ in }
    ) throws(InteractionError) -> [ImportResult] {
        try withWriter { (writer) throws(InteractionError) in
            var results: [ImportResult] = []
            for input in inputs {
                let result = try Importer(options: options, time: manifests.clock, randomness: manifests.randomness)
                    .run(input, into: writer, told)
                results.append(result)
                // What was taken and not committed is in the writer's memory: it must not go on.
                if result.isStopped { break }
            }
            return results
        }
    }
}
