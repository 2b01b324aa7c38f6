// The columns of plain rows as the threads make them: one set of vectors for each part of the rows, and the bytes that all take.

import InteractionCoding
import InteractionModel
import InteractionPlan
import Synchronization

/// Columns by part. Safe from any thread.
final class ProjectedParts: Sendable {
    private struct State {
        var list: [[Vector]]
        var bytes = 0
        /// Dictionaries counted.
        var dictionaries: Set<ObjectIdentifier> = []
    }
    private let state: Mutex<State>
    /// Columns that are read as they are: their dictionaries are the source's.
    private let isPlain: [Bool]

    /// `items` are the expressions of the columns.
    init(_ count: Int, _ items: some Sequence<ExpressionNode>) {
        state = Mutex(State(list: [[Vector]](repeating: [], count: count)))
        isPlain = items.map { if case .column = $0.expression { true } else { false } }
    }

    /// Takes the vectors of a part; the bytes held with them, each dictionary that was made for the query counted once.
    func add(_ index: Int, _ vectors: [Vector]) -> Int {
        state.withLock { state in
            state.list[index] = vectors
            for (vector, isPlain) in zip(vectors, isPlain) {
                state.bytes += vector.byteCount
                // The dictionary is held with the vector, so its identity stays its own.
                if !isPlain, let dictionary = vector.dictionary, state.dictionaries.insert(ObjectIdentifier(dictionary)).inserted {
                    state.bytes += vector.dictionaryBytes
                }
            }
            return state.bytes
        }
    }

    /// Column `index` over all parts, in their order.
    func column(_ index: Int, _ type: ScalarType) -> Vector {
        var builder = VectorBuilder(type)
        for vectors in state.withLock({ $0.list }) where !vectors.isEmpty { builder.append(vectors[index]) }
        return builder.finish()
    }
}
