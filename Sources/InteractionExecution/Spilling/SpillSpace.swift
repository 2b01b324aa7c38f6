// Where a query puts what its memory budget does not hold: files that nobody else sees and that are gone with the query.
// They come from outside, because only the layer of files may touch a disk.

import InteractionModel

/// Gives temporary files. Safe from any thread.
package protocol SpillSpace: Sendable {
    /// A new, empty file. Nothing of it is left when its object ends, whatever ended the query or the process. Errors:
    /// `.noSpace`, `.inputOutput`, `.notFound` for a directory that is not there.
    func makeFile() throws(InteractionError) -> any SpillFile
}

/// A temporary file. One thread appends at a time; any number read what was appended before.
package protocol SpillFile: AnyObject, Sendable {
    /// Appends bytes and gives the offset of the first. Errors: `.noSpace`, `.inputOutput`.
    func append(_ bytes: [UInt8]) throws(InteractionError) -> Int
    /// Exactly `count` bytes from `offset`. Errors: `.damaged`, `.inputOutput`.
    func read(offset: Int, count: Int) throws(InteractionError) -> [UInt8]
}
