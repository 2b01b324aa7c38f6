// Reading a regular file by pread only: no mapping (a file cut short under a mapping kills the host app), no position.

import Glibc
import InteractionModel

/// A regular file open for reading.
final class PosixReadableFile: ReadableFile {
    private let descriptor: Int32
    private let place: String

    init(descriptor: Int32, place: String) {
        self.descriptor = descriptor
        self.place = place
    }

    deinit { _ = Glibc.close(descriptor) }

    var size: Int {
        get throws(InteractionError) {
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else { throw PosixError.make("fstat", place) }
            return Int(facts.st_size)
        }
    }

    func read(offset: Int, count: Int) throws(InteractionError) -> [UInt8] {
        // A count may come from a damaged file: nothing is allocated before the file is known to be that long.
        let size = try size
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else { throw endsEarly(offset, count, size) }
        var failure: InteractionError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            do throws(InteractionError) {
                try read(into: UnsafeMutableRawBufferPointer(buffer), offset: offset)
                initialized = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    func read(into target: UnsafeMutableRawBufferPointer, offset: Int) throws(InteractionError) {
        guard offset >= 0 else { throw InteractionError(.invalidArgument, "a negative offset", place: place) }
        var done = 0
        while done < target.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: target[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0 {
                if errno == EINTR { continue }
                throw PosixError.make("read", place)
            }
            guard count > 0 else { throw endsEarly(offset, target.count, offset + done) }
            done += count
        }
    }

    private func endsEarly(_ offset: Int, _ count: Int, _ size: Int) -> InteractionError {
        InteractionError(.damaged, "the file ends early: \(count) bytes wanted, \(size) bytes in all", place: "\(place), offset \(offset)")
    }
}
