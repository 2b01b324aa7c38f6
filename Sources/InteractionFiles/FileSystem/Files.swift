// What an open file can do: reading at offsets, appending, syncing, holding a lock.

import InteractionModel

/// A file open for reading. Any number of threads may read at once; there is no position. Closed with its object.
package protocol ReadableFile: AnyObject, Sendable {
    /// Bytes in the file now; a file that is being written grows.
    var size: Int { get throws(InteractionError) }
    /// Exactly `count` bytes from `offset`. Throws `.damaged` when the file ends earlier, `.inputOutput`.
    func read(offset: Int, count: Int) throws(InteractionError) -> [UInt8]
    /// Fills `target` from `offset`. Errors as `read(offset:count:)`.
    func read(into target: UnsafeMutableRawBufferPointer, offset: Int) throws(InteractionError)
}

/// A file open for writing by one owner. `synchronize` may run on another thread while the owner appends.
package protocol WritableFile: AnyObject, Sendable {
    /// Bytes appended or found at opening. A failed append does not count: the next one starts at the same place.
    var size: Int { get }
    /// Writes all bytes at the end. Throws `.noSpace`, `.inputOutput`; what was written of them is then undefined.
    func append(_ bytes: [UInt8]) throws(InteractionError)
    /// Overwrites bytes inside the file.
    func write(_ bytes: [UInt8], at offset: Int) throws(InteractionError)
    /// Cuts the file to `size` bytes, which is not more than it has.
    func truncate(to size: Int) throws(InteractionError)
    /// Makes everything written before the call durable. After a failure nothing about the file is certain: never retry.
    func synchronize() throws(InteractionError)
    /// Closes the file; further calls throw `.closed`. Closing twice does nothing. Without it the object's end closes.
    func close() throws(InteractionError)
}

/// An advisory lock that is held.
package protocol FileLock: AnyObject, Sendable {
    /// False once released, and in a process forked from the holder.
    var isHeld: Bool { get }
    /// Gives the lock back. Releasing twice does nothing.
    func release()
}
