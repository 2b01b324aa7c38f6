// An input that breaks off: a packed file cut short, a disk that cannot be read further. What came before that place is good
// and can be stored; the failure is told behind it.

import InteractionFiles
import InteractionModel

/// Ends where reading fails, and keeps the failure. Damaged data is thrown as it is: bytes before the damage that is found
/// may be wrong too.
final class CutInput: ReadableStream, @unchecked Sendable {
    private let inner: any ReadableStream
    /// Why there is no more, when the input is not whole.
    private(set) var failure: InteractionError?

    init(_ inner: any ReadableStream) { self.inner = inner }

    var place: String { inner.place }
    var expectedBytes: Int? { inner.expectedBytes }

    func read(upTo count: Int) throws(InteractionError) -> [UInt8] {
        if failure != nil { return [] }
        do {
            return try inner.read(upTo: count)
        } catch {
            guard error.code == .incompleteInput || error.code == .inputOutput else { throw error }
            failure = error
            return []
        }
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws(InteractionError) -> Int {
        if failure != nil { return 0 }
        do {
            return try inner.read(into: target)
        } catch {
            guard error.code == .incompleteInput || error.code == .inputOutput else { throw error }
            failure = error
            return 0
        }
    }
}
