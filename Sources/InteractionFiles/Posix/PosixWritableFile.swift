// Writing a regular file by pwrite at a known end: a failed or short append leaves no hole, the next one starts where it did.

import Glibc
import InteractionModel
import Synchronization

/// A regular file open for writing by one owner.
final class PosixWritableFile: WritableFile {
    private let descriptor: Int32
    private let place: String
    private let end: Atomic<Int>
    private let isClosed = Atomic<Bool>(false)

    init(descriptor: Int32, size: Int, place: String) {
        self.descriptor = descriptor
        self.place = place
        end = Atomic(size)
    }

    deinit {
        if !isClosed.load(ordering: .acquiring) { _ = Glibc.close(descriptor) }
    }

    var size: Int { end.load(ordering: .acquiring) }

    func append(_ bytes: [UInt8]) throws(InteractionError) {
        let start = size
        try put(bytes, at: start)
        end.store(start + bytes.count, ordering: .releasing)
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(InteractionError) {
        guard offset >= 0, offset <= size, bytes.count <= size - offset else {
            throw InteractionError(.invalidArgument, "a write outside the file", place: "\(place), offset \(offset)")
        }
        try put(bytes, at: offset)
    }

    private func put(_ bytes: [UInt8], at offset: Int) throws(InteractionError) {
        try checkOpen()
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
                return pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw PosixError.make("write", place)
            }
            // A regular file takes at least one byte or fails; zero for ever would be a loop without end.
            guard count > 0 else { throw PosixError.make("write", place, ENOSPC) }
            done += count
        }
    }

    func truncate(to newSize: Int) throws(InteractionError) {
        try checkOpen()
        guard newSize >= 0, newSize <= size else {
            throw InteractionError(.invalidArgument, "a cut to \(newSize) of \(size) bytes", place: place)
        }
        guard retrying({ ftruncate(descriptor, off_t(newSize)) }) == 0 else { throw PosixError.make("truncate", place) }
        end.store(newSize, ordering: .releasing)
    }

    func synchronize() throws(InteractionError) {
        try checkOpen()
        guard retrying({ fdatasync(descriptor) }) == 0 else { throw PosixError.make("fdatasync", place) }
    }

    func close() throws(InteractionError) {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        // After EINTR Linux has closed the descriptor all the same: closing again could close another thread's file.
        guard Glibc.close(descriptor) == 0 || errno == EINTR else { throw PosixError.make("close", place) }
    }

    private func checkOpen() throws(InteractionError) {
        guard !isClosed.load(ordering: .acquiring) else { throw InteractionError(.closed, "the file is closed", place: place) }
    }
}
