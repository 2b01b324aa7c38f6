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
    package init(
        options: ImportOptions = ImportOptions(), time: any TimeSource = SystemTime.shared,
        randomness: any Randomness = SystemRandomness()
    ) {
        self.options = options
        self.time = time
        self.randomness = randomness
    }

    /// Imports into a store under its writer. What ends it early is the result's `failure`: errors of reading and storing,
    /// `.incompleteInput` for compressed data that ends early (what came before is stored), `.unreadableInput` for damaged
    /// compression, `.invalidEvent` when the text is of no format that import knows, `.cancelled` with the task.
    /// After a failure the writer must be closed; what was committed stays and is not stored again by another run.
    package func run(
        _ input: any ReadableStream, into writer: StoreWriter, _ told: (ImportTick) -> Void = { _ in }
    ) -> ImportResult {
        let known = options.again ? [] : Self.known(writer.manifest)
        switch (options.isDryRun, options.sealing) {
        case (true, _): return run(input, known, NoSink(), told)
        case (_, .never): return run(input, known, JournalSink(writer), told)
        case (_, let sealing): return run(input, known, SegmentSink(writer, everything: sealing == .end), told)
        }
    }

    /// Parses and counts an input that goes nowhere. `manifest` is that of the store it would go to, if there is one.
    /// Failures: as `run`.
    package func rehearse(
        _ input: any ReadableStream, for manifest: Manifest?, _ told: (ImportTick) -> Void = { _ in }
    ) -> ImportResult {
        let known = options.again ? [] : manifest.map(Self.known) ?? []
        return run(input, known, NoSink(), told)
    }

    /// The imports that a store remembers. A record in another form is left out: its events count as new.
    private static func known(_ manifest: Manifest) -> [KnownImport] {
        manifest.imports.compactMap { record in
            (try? ImportProgress(record.inputHash)).map { KnownImport(id: record.id, progress: $0) }
        }
    }

    private func run(
        _ input: any ReadableStream, _ imports: [KnownImport], _ sink: some ImportSink, _ told: (ImportTick) -> Void
    ) -> ImportResult {
        let began = time.nanoseconds
        let fresh = randomness.next()
        var result = ImportResult(
            id: Self.hexadecimal(fresh), place: input.place, format: options.source.format ?? .ndjson)
        do throws(InteractionError) {
            var source = options.source
            source.stopsAtRejection = options.onError == .stop
            let events = try EventSource(input, options: source, known: imports)
            result.format = events.format
            // An input that only begins like an earlier one is an import of its own; a grown one goes on under its id.
            let grown = imports.contains { $0 == events.known } ? events.known?.id : nil
            result.id = Self.hexadecimal(grown ?? fresh)
            try load(events, id: grown ?? fresh, sink, &result) { bytes, read in
                told(ImportTick(inputBytes: bytes, expectedBytes: input.expectedBytes, read: read))
            }
        } catch {
            result.failure = error
        }
        result.read = result.stored + result.duplicate + result.rejected
        result.seconds = Double(time.nanoseconds &- began) / 1e9
        return result
    }

    /// Moves the blocks of a source into a sink. Keeps the result's figures true to what is in the store, also when it throws.
    private func load(
        _ source: EventSource, id: UInt64, _ sink: some ImportSink, _ result: inout ImportResult,
        _ told: (_ inputBytes: Int, _ read: Int) -> Void
    ) throws(InteractionError) {
        var sink = sink
        var progress = source.known?.progress ?? ImportProgress()
        let start = progress.last
        var ledger = ImportLedger(start)
        defer { ledger.tell(&result) }
        let pipeline = BlockPipeline(source)
        var cut: InteractionError?
        reading: while true {
            var next: EventBlock?
            do {
                next = try pipeline.next()
            } catch {
                // Behind the last block of an input that breaks off: that block is as good as any other.
                guard source.failure != nil else { throw error }
                cut = error
                break reading
            }
            guard var block = next.take() else { break }
            if Task.isCancelled { throw InteractionError(.cancelled, "the import was interrupted", place: result.place) }
            progress.add(block.mark)
            let isCommitted = try sink.take(block.batch, record(id, progress))
            ledger.add(block)
            if isCommitted { ledger.commit() }
            told(block.inputBytes, ledger.read)
            source.reuse(block.batch.takePayload())
        }
        if progress.last != start { try sink.finish(record(id, progress)) }
        ledger.commit()
        result.isStopped = options.onError == .stop && ledger.hasRejections
        if let cut { throw cut }
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
    /// An input's compression is damaged.
    public static let unreadableInput = Self(rawValue: "unreadableInput")
    /// An input ends before its compression says so; what came before is good.
    public static let incompleteInput = Self(rawValue: "incompleteInput")
}
