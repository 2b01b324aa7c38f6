// An import from end to end: what is known of the input, blocks of rows, commits, the ledger. Blocking: run it on a thread
// of its own.

import InteractionFiles
import InteractionModel
import InteractionStorage

/// Imports one input.
package struct Importer {
    package var options: ImportOptions
    private let time: any TimeSource
    private let randomness: any Randomness
    /// Rejections told in full.
    package static let rejectionLimit = 100

    package init(
        options: ImportOptions = ImportOptions(), time: any TimeSource = SystemTime.shared,
        randomness: any Randomness = SystemRandomness()
    ) {
        self.options = options
        self.time = time
        self.randomness = randomness
    }

    /// Imports into a store under its writer. Errors: those of reading and storing, `.unreadableInput` for damaged
    /// compression, `.invalidEvent` when the text is of no format that import knows, `.cancelled` with the task.
    /// After an error the writer must be closed; what was committed stays and is not stored again by another run.
    package func run(
        _ input: any ReadableStream, into writer: StoreWriter, _ told: (ImportTick) -> Void = { _ in }
    ) throws(InteractionError) -> ImportResult {
        let known = options.again ? [] : Self.known(writer.manifest)
        switch (options.isDryRun, options.sealing) {
        case (true, _): return try run(input, known, NoSink(), told)
        case (_, .never): return try run(input, known, JournalSink(writer, again: options.again), told)
        case (_, let sealing): return try run(input, known, SegmentSink(writer, everything: sealing == .end), told)
        }
    }

    /// Parses and counts an input that goes nowhere. `manifest` is that of the store it would go to, if there is one.
    package func rehearse(
        _ input: any ReadableStream, for manifest: Manifest?, _ told: (ImportTick) -> Void = { _ in }
    ) throws(InteractionError) -> ImportResult {
        let known = options.again ? [] : manifest.map(Self.known) ?? []
        return try run(input, known, NoSink(), told)
    }

    /// The imports that a store remembers. A record in another form is left out: its events count as new.
    private static func known(_ manifest: Manifest) -> [KnownImport] {
        manifest.imports.compactMap { record in
            (try? ImportProgress(record.inputHash)).map { KnownImport(id: record.id, progress: $0) }
        }
    }

    private func run(
        _ input: any ReadableStream, _ imports: [KnownImport], _ sink: some ImportSink, _ told: (ImportTick) -> Void
    ) throws(InteractionError) -> ImportResult {
        let began = time.nanoseconds
        let source = try EventSource(input, options: options.source, known: imports)
        var sink = sink
        var progress = source.known?.progress ?? ImportProgress()
        let start = progress.last
        // An input that only begins like an earlier one is an import of its own; a grown one goes on under its id.
        let isGrown = imports.contains { $0 == source.known }
        let id = isGrown ? source.known?.id ?? randomness.next() : randomness.next()
        var result = ImportResult(id: Self.hexadecimal(id), place: input.place, format: source.format)
        result.duplicate = Int(clamping: start?.stored ?? 0)
        result.rejected = Int(clamping: start?.rejected ?? 0)
        var waiting = 0
        let pipeline = BlockPipeline(source)
        while let block = try pipeline.next() {
            if Task.isCancelled { throw InteractionError(.cancelled, "the import was interrupted", place: input.place) }
            result.rejected += block.rejectedCount
            result.rejections += block.rejections.prefix(Self.rejectionLimit - result.rejections.count)
            if block.rejectedCount > 0, options.onError == .stop {
                result.isStopped = true
                result.rejected -= block.rejectedCount - 1
                result.rejections = Array(result.rejections.prefix(1))
                break
            }
            result.movedKeys += block.movedKeys
            progress.add(block.mark)
            let (duplicates, isCommitted) = try sink.take(block.batch, record(id, progress))
            result.duplicate += duplicates
            waiting += block.batch.rowCount - duplicates
            if isCommitted {
                result.stored += waiting
                waiting = 0
            }
            told(
                ImportTick(
                    inputBytes: block.inputBytes, expectedBytes: input.expectedBytes,
                    read: result.stored + waiting + result.duplicate + result.rejected))
        }
        if !result.isStopped, progress.last != start {
            try sink.finish(record(id, progress))
            result.stored += waiting
        }
        result.read = result.stored + result.duplicate + result.rejected
        result.seconds = Double(time.nanoseconds &- began) / 1e9
        return result
    }

    private func record(_ id: UInt64, _ progress: ImportProgress) -> ImportRecord {
        ImportRecord(
            id: id, inputLength: progress.last?.length ?? 0, inputHash: progress.encoded(),
            stored: progress.last?.stored ?? 0, rejected: progress.last?.rejected ?? 0)
    }

    private static func hexadecimal(_ id: UInt64) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension InteractionError.Code {
    /// An input's compression is damaged or ends early.
    public static let unreadableInput = Self(rawValue: "unreadableInput")
}
